// What a group costs: running hours of its instances at one price of the twin for all types.
import type { JsonObject } from '../../lib/json.ts';
import { choiceOf, invalid, needed, timeOf } from './control-fields.ts';
import type { Group, SpotInstance } from './group.ts';
import { requestIdOf } from './instance-shapes.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const ON_DEMAND_PER_HOUR = 0.1;
const SPOT_PER_HOUR = 0.03;

/** One sum, or one for each day (in UTC) of the window on which the group has lived. */
export function groupCosts(group: Group, request: JsonObject, now: number): readonly JsonObject[] {
  return windowsOf(group, request, now).map((window) => {
    return costShape(usageHours(group, window));
  });
}

export function instanceCosts(
  group: Group,
  request: JsonObject,
  now: number,
): readonly JsonObject[] {
  const windows = windowsOf(group, request, now);
  const usages = windows.flatMap((window) => usageHours(group, window));
  return usages.map(({ instance, hours }) => ({
    groupId: group.id,
    instanceId: instance.instanceId,
    spotInstanceRequestId: requestIdOf(instance),
    instanceType: instance.instanceType,
    availabilityZone: instance.availabilityZone,
    ...costShape([{ instance, hours }]),
  }));
}

interface InstanceHours {
  readonly instance: SpotInstance;
  readonly hours: number;
}

interface Window {
  readonly from: number;
  readonly to: number;
}

function windowsOf(group: Group, request: JsonObject, now: number): readonly Window[] {
  const from = needed(timeOf(request, 'fromDate'), 'fromDate');
  const to = needed(timeOf(request, 'toDate'), 'toDate');
  if (to < from) throw invalid('toDate', 'must not be before fromDate');
  const window = { from, to: Math.min(to, now) };
  if (choiceOf(request, 'aggregationPeriod', ['daily']) === undefined) return [window];
  const starts = [...group.usages.values()].map(({ startedAt }) => startedAt);
  const first = Math.floor(Math.max(from, Math.min(window.to, ...starts)) / DAY_MS) * DAY_MS;
  const days = Math.max(1, Math.ceil((window.to - first) / DAY_MS));
  return Array.from({ length: days }, (_, day) => ({
    from: Math.max(from, first + day * DAY_MS),
    to: Math.min(window.to, first + (day + 1) * DAY_MS),
  }));
}

function usageHours(group: Group, { from, to }: Window): readonly InstanceHours[] {
  return [...group.usages.values()].flatMap(({ instance, startedAt, endedAt }) => {
    const end = Math.min(to, endedAt ?? to);
    const ranMs = end - Math.max(from, startedAt);
    return ranMs > 0 ? [{ instance, hours: ranMs / HOUR_MS }] : [];
  });
}

function costShape(usage: readonly InstanceHours[]): JsonObject {
  const sumOf = (priceOf: (instance: SpotInstance) => number): number =>
    usage.reduce((sum, { instance, hours }) => sum + hours * priceOf(instance), 0);
  const potential = sumOf(() => ON_DEMAND_PER_HOUR);
  const actual = sumOf(({ lifeCycle }) =>
    lifeCycle === 'OD' ? ON_DEMAND_PER_HOUR : SPOT_PER_HOUR,
  );
  const savings = potential === 0 ? 0 : Math.round((1 - actual / potential) * 100);
  return {
    running: { value: rounded(sumOf(() => 1)), unit: 'hours' },
    savings: { value: savings, unit: 'percentage' },
    costs: { actual: rounded(actual), potential: rounded(potential) },
  };
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
