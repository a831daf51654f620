// What a group costs: running hours of its instances at one price of the twin for all types.
import type { JsonObject } from '../../lib/json.ts';
import { choiceOf, invalid, needed, timeOf } from './control-fields.ts';
import type { Group, SpotInstance } from './group.ts';

const HOUR_MS = 3_600_000;
const ON_DEMAND_PER_HOUR = 0.1;
const SPOT_PER_HOUR = 0.03;

export function groupCosts(group: Group, request: JsonObject, now: number): JsonObject {
  const hours = usageHours(group, request, now).reduce((sum, each) => sum + each.hours, 0);
  return costShape(hours);
}

export function instanceCosts(
  group: Group,
  request: JsonObject,
  now: number,
): readonly JsonObject[] {
  return usageHours(group, request, now).map(({ instance, hours }) => ({
    groupId: group.id,
    instanceId: instance.instanceId,
    spotInstanceRequestId: instance.requestId,
    instanceType: instance.instanceType,
    availabilityZone: instance.availabilityZone,
    ...costShape(hours),
  }));
}

function usageHours(
  group: Group,
  request: JsonObject,
  now: number,
): readonly { readonly instance: SpotInstance; readonly hours: number }[] {
  const from = needed(timeOf(request, 'fromDate'), 'fromDate');
  const to = needed(timeOf(request, 'toDate'), 'toDate');
  if (to < from) throw invalid('toDate', 'must not be before fromDate');
  choiceOf(request, 'aggregationPeriod', ['daily']);
  return [...group.usages.values()].flatMap(({ instance, startedAt, endedAt }) => {
    const end = Math.min(to, endedAt ?? now, now);
    const ranMs = end - Math.max(from, startedAt);
    return ranMs > 0 ? [{ instance, hours: ranMs / HOUR_MS }] : [];
  });
}

function costShape(hours: number): JsonObject {
  const savings = Math.round((1 - SPOT_PER_HOUR / ON_DEMAND_PER_HOUR) * 100);
  return {
    running: { value: rounded(hours), unit: 'hours' },
    savings: { value: hours === 0 ? 0 : savings, unit: 'percentage' },
    costs: {
      actual: rounded(hours * SPOT_PER_HOUR),
      potential: rounded(hours * ON_DEMAND_PER_HOUR),
    },
  };
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
