// The scheduled tasks after the last rung: they run in the group in service and in no other.

import type { Elastigroup } from '../../cloud/elastigroups.ts';
import type { JsonObject } from '../../lib/json.ts';
import { canonicalJson, type Json } from '../../lib/json.ts';
import type { GroupImage } from '../../traffic/facts.ts';
import { isNeeded } from '../common/step-facts.ts';
import { withRetries, write } from '../common/with-retries.ts';
import { disabled, scheduledTasks } from '../setup/group-document.ts';
import type { Shift } from './shift.ts';

/** Blue's stop before green's begin: at no moment do both groups follow one schedule. */
export async function swapTasks(shift: Shift): Promise<void> {
  const { context, setup } = shift;
  if (setup.blue !== null) await stopTasks(shift, setup.blue);
  const wanted = scheduledTasks(context.stage.deployment?.groupDocument ?? {});
  if (setup.green === null || wanted.length === 0) return;
  context.log(`${setup.groupName} follows its ${wanted.length} scheduled tasks from now on.`);
  await writeTasks(shift, setup.green, wanted);
}

/** The tasks of the group's own document, as before. */
export async function followTasks(shift: Shift, group: GroupImage): Promise<void> {
  const tasks = scheduledTasks(group.document);
  if (tasks.length > 0) await writeTasks(shift, group, tasks);
}

export async function stopTasks(shift: Shift, group: GroupImage): Promise<void> {
  const tasks = scheduledTasks(group.document);
  if (tasks.length > 0) await writeTasks(shift, group, disabled(tasks));
}

async function writeTasks(
  { context, pace, elastigroups }: Shift,
  { id }: GroupImage,
  tasks: readonly JsonObject[],
): Promise<void> {
  const isActive = tasks.some(({ isEnabled }) => isEnabled !== false);
  const effect = `${isActive ? 'set' : 'disable'} the scheduled tasks of ${id}`;
  const read = (): Promise<Elastigroup> => withRetries(pace, () => elastigroups.read(id));
  if (!(await isNeeded(context, effect, async () => !followsTasks(await read(), tasks)))) return;
  await write(context, pace, {
    name: effect,
    request: { id, tasks },
    changesWorld: true,
    act: async () => {
      await elastigroups.writeScheduledTasks(id, tasks);
      return null;
    },
    readBack: async () => {
      const isThere = followsTasks(await elastigroups.read(id), tasks);
      return isThere ? { applied: true, result: null } : { applied: false };
    },
  });
}

/** Spot may add fields of its own to a task; those we wrote must be there. */
export function followsTasks({ document }: Elastigroup, wanted: readonly JsonObject[]): boolean {
  const present = scheduledTasks(document);
  if (present.length !== wanted.length) return false;
  return wanted.every((task, index) =>
    Object.entries(task).every(([field, value]) => same(present[index]?.[field], value)),
  );
}

function same(left: Json | undefined, right: Json | undefined): boolean {
  return canonicalJson(left ?? null) === canonicalJson(right ?? null);
}
