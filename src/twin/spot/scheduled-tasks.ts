// The scheduled tasks of a group document: which there are, which are right, and when each is due.
import type { JsonObject } from '../../lib/json.ts';
import { objectOf, objectsOf, textOf } from '../request-fields.ts';
import { choiceOf, flagOf, invalid, needed, wholeNumberOf } from './control-fields.ts';
import { isDueAt, parseCron } from './cron.ts';

const TASK_TYPES = [
  'backup_ami',
  'scale',
  'scaleUp',
  'percentageScaleUp',
  'scaleDown',
  'percentageScaleDown',
  'roll',
] as const;
const FREQUENCIES = ['hourly', 'daily', 'weekly'] as const;
const CAPACITIES = ['scaleTargetCapacity', 'scaleMinCapacity', 'scaleMaxCapacity'];
const MINUTE_MS = 60_000;
const PERIOD_MS = { hourly: 60 * MINUTE_MS, daily: 1_440 * MINUTE_MS, weekly: 10_080 * MINUTE_MS };

export function tasksOf(document: JsonObject): readonly JsonObject[] {
  return objectsOf(objectOf(document, 'scheduling') ?? {}, 'tasks') ?? [];
}

/** Throws with the name of the field. */
export function checkTasks(document: JsonObject): void {
  for (const task of tasksOf(document)) {
    const type = needed(choiceOf(task, 'taskType', TASK_TYPES), 'taskType');
    flagOf(task, 'isEnabled');
    const cron = textOf(task, 'cronExpression');
    if (cron !== undefined && parseCron(cron) === undefined) {
      throw invalid('cronExpression', 'must have five fields of numbers');
    }
    const frequency = choiceOf(task, 'frequency', FREQUENCIES);
    if (cron !== undefined && frequency !== undefined) {
      throw invalid('frequency', 'must not stand beside cronExpression');
    }
    const start = textOf(task, 'startTime');
    if (start !== undefined && !Number.isFinite(Date.parse(start))) {
      throw invalid('startTime', 'must be a time');
    }
    for (const field of [...CAPACITIES, 'adjustment', 'gracePeriod'])
      wholeNumberOf(task, field, {});
    for (const field of ['adjustmentPercentage', 'batchSizePercentage']) {
      wholeNumberOf(task, field, { least: 1, most: field === 'batchSizePercentage' ? 100 : 1_000 });
    }
    if (type === 'roll') needed(task['batchSizePercentage'], 'batchSizePercentage');
  }
}

/** Whether it comes due after `from` and up to `to`; once only, however often it would have been. */
export function isTaskDue(task: JsonObject, createdAt: number, from: number, to: number): boolean {
  if (task['isEnabled'] === false) return false;
  const start = textOf(task, 'startTime');
  const startAt = start === undefined ? createdAt : Date.parse(start);
  const cron = parseCron(textOf(task, 'cronExpression') ?? '');
  if (cron !== undefined) {
    return minutesWithin(Math.max(from, startAt - 1), to).some((at) => isDueAt(cron, at));
  }
  const frequency = choiceOf(task, 'frequency', FREQUENCIES);
  if (frequency === undefined) return start !== undefined && startAt > from && startAt <= to;
  const turnsUntil = (at: number): number => Math.floor((at - startAt) / PERIOD_MS[frequency]);
  return turnsUntil(to) > Math.max(turnsUntil(from), start === undefined ? 0 : -1);
}

/** It runs only once, and Spot deletes it from the group then. */
export function isForOnce(task: JsonObject): boolean {
  return textOf(task, 'frequency') === undefined && textOf(task, 'cronExpression') === undefined;
}

/** At most a day of them: Spot makes up for nothing that is older. */
function minutesWithin(from: number, to: number): readonly number[] {
  const first = Math.floor(Math.max(from, to - PERIOD_MS.daily) / MINUTE_MS) + 1;
  const count = Math.floor(to / MINUTE_MS) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => (first + index) * MINUTE_MS);
}
