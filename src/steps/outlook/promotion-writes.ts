// The writes after the last rung of prod: names exchanged, scheduled tasks where the traffic is.
import type { CallOutlook } from '../../traffic/outlook.ts';
import { scheduledTasks } from '../setup/group-document.ts';
import type { Standing } from './standing.ts';
import { NEW_GROUP, rename, spotWrite } from './writes.ts';

/** `tasks`: how many scheduled tasks the document of the user has. */
export function promotionWrites({ setup }: Standing, tasks: number): readonly CallOutlook[] {
  const { blue, groupName, stageGroupName } = setup;
  const writes: CallOutlook[] = [rename(NEW_GROUP, stageGroupName, groupName)];
  if (blue !== null) {
    writes.push(rename(blue.id, groupName, stageGroupName));
    const stopped = scheduledTasks(blue.document).length;
    if (stopped > 0) {
      const words = `its ${stopped} scheduled tasks disabled`;
      writes.push(spotWrite('PUT group', blue.id, words, {}));
    }
  }
  if (tasks > 0) {
    const words = `its ${tasks} scheduled tasks as the document has them`;
    writes.push(spotWrite('PUT group', NEW_GROUP, words, {}));
  }
  return writes;
}
