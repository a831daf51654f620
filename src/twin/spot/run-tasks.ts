// Spot runs a group's scheduled tasks: capacities, rolls and backups at their times.
import type { JsonObject } from '../../lib/json.ts';
import type { Random } from '../random.ts';
import { numberOf, textOf } from '../request-fields.ts';
import { TwinError } from '../twin-error.ts';
import type { Elastigroups } from './elastigroups.ts';
import { capacityOf, type Group } from './group.ts';
import { merged } from './group-document.ts';
import { recordAmiBackup } from './group-events.ts';
import { refuseWhileRolling, startRoll } from './roll-calls.ts';
import { retarget } from './scale.ts';
import { isForOnce, isTaskDue, tasksOf } from './scheduled-tasks.ts';
import { isSuspended } from './suspensions.ts';

const DEFAULT_GRACE_SECONDS = 300;

/** Everything due since the last time; what came due while SCHEDULING was suspended is lost. */
export function runTasks(groups: Elastigroups, group: Group, now: number, random: Random): void {
  const from = group.tasksLookedAt;
  group.tasksLookedAt = now;
  if (isSuspended(group, 'SCHEDULING', now)) return;
  for (const task of tasksOf(group.document)) {
    if (!isTaskDue(task, group.createdAt, from, now)) continue;
    run(groups, group, task, { now, random });
    if (isForOnce(task)) forget(groups, group, task);
  }
}

/** What the group does not allow now is left out, with a line in its log. */
function run(
  groups: Elastigroups,
  group: Group,
  task: JsonObject,
  { now, random }: { readonly now: number; readonly random: Random },
): void {
  const type = textOf(task, 'taskType') ?? '';
  try {
    if (type === 'roll') {
      const gracePeriod = numberOf(task, 'gracePeriod') ?? DEFAULT_GRACE_SECONDS;
      const batchSizePercentage = numberOf(task, 'batchSizePercentage') ?? null;
      startRoll(groups, group, { batchSizePercentage, gracePeriod }, { random, now });
    } else if (type === 'backup_ami') {
      recordAmiBackup(group, now);
    } else {
      refuseWhileRolling(group);
      if (type === 'scale') scale(groups, group, task);
      else retarget(groups, group, adjustmentOf(group, task, type));
    }
    group.history.log({ at: now, severity: 'INFO', message: `Scheduled task ${type} ran.` });
  } catch (error) {
    if (!(error instanceof TwinError)) throw error;
    const message = `Scheduled task ${type} did not run: ${error.message}.`;
    group.history.log({ at: now, severity: 'ERROR', message });
  }
}

/** What the task does not name stays; the target follows bounds that leave it outside. */
function scale(groups: Elastigroups, group: Group, task: JsonObject): void {
  const before = capacityOf(group);
  const minimum = numberOf(task, 'scaleMinCapacity') ?? before.minimum;
  const maximum = numberOf(task, 'scaleMaxCapacity') ?? Math.max(before.maximum, minimum);
  const given = numberOf(task, 'scaleTargetCapacity');
  const target = given ?? Math.min(maximum, Math.max(minimum, before.target));
  groups.write(group, merged(group.document, { capacity: { minimum, maximum, target } }));
}

function adjustmentOf(group: Group, task: JsonObject, type: string): number {
  const isUp = type === 'scaleUp' || type === 'percentageScaleUp';
  const share = numberOf(task, 'adjustmentPercentage') ?? 0;
  const by = type.startsWith('percentage')
    ? Math.round((capacityOf(group).target * share) / 100)
    : (numberOf(task, 'adjustment') ?? 1);
  return isUp ? by : -by;
}

function forget(groups: Elastigroups, group: Group, task: JsonObject): void {
  const tasks = tasksOf(group.document).filter((each) => each !== task);
  groups.write(group, merged(group.document, { scheduling: { tasks } }));
}
