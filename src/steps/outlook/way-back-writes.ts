// The writes of the way back from one point of a run: rules first, then names and capacities, then green away.
import type { CallOutlook } from '../../traffic/outlook.ts';
import { drainingSeconds, scheduledTasks } from '../setup/group-document.ts';
import { floorOf } from '../setup/scale-groups.ts';
import type { Standing } from './standing.ts';
import { capacityWrite, NEW_GROUP, rename, resumeWrites, ruleWrite, spotWrite } from './writes.ts';

export function wayBackWrites(standing: Standing): readonly CallOutlook[] {
  if (standing.green === undefined) return [];
  return [
    ...ruleWrites(standing),
    ...groupWrites(standing),
    ...resumeWrites(standing.calmed),
    ...greenAway(standing),
  ];
}

/** In the order in which they leave when AWS slows writes down: those with the most live traffic first. */
function ruleWrites({ rules, labels }: Standing): readonly CallOutlook[] {
  const written = rules.filter(({ isWritten }) => isWritten);
  const inOrder = [...written].sort((one, other) => rank(one.lane) - rank(other.lane));
  return inOrder.map(({ rule, before, now }) =>
    ruleWrite(rule, labels.get(rule.arn) ?? rule.arn, now, before),
  );
}

function rank(lane: 'prod' | 'stage' | null): number {
  return lane === 'prod' ? 0 : 1;
}

function groupWrites({ setup, isPromoted, green }: Standing): readonly CallOutlook[] {
  const { blue, stageGroupName, groupName } = setup;
  if (blue === null) {
    return isPromoted ? [rename(NEW_GROUP, groupName, stageGroupName)] : [];
  }
  const writes: CallOutlook[] = [];
  if (isPromoted) {
    writes.push(rename(blue.id, stageGroupName, blue.name));
    writes.push(rename(NEW_GROUP, groupName, stageGroupName));
  }
  const floor = floorOf(blue);
  if (floor !== undefined) {
    const { minimum, maximum } = blue.capacity;
    const words = `minimum ${floor} → ${minimum}, maximum ${maximum}; the target stays within them`;
    writes.push(spotWrite('PUT capacity', blue.id, words, { minimum, maximum }));
  }
  if (isPromoted && green !== undefined && scheduledTasks(green.document).length > 0) {
    writes.push(spotWrite('PUT group', NEW_GROUP, 'its scheduled tasks disabled', {}));
  }
  const tasks = scheduledTasks(blue.document);
  if (isPromoted && tasks.length > 0) {
    writes.push(
      spotWrite('PUT group', blue.id, `its ${tasks.length} scheduled tasks as before`, { tasks }),
    );
  }
  return writes;
}

function greenAway({ green }: Standing): readonly CallOutlook[] {
  const seconds = drainingSeconds(green?.document ?? {});
  const empty = { minimum: 0, target: 0, maximum: 0 };
  return [
    capacityWrite(NEW_GROUP, empty, `, draining ${seconds} s`),
    spotWrite('DELETE group', NEW_GROUP, 'once it is empty', {}),
  ];
}
