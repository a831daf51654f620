// Scaling policies at work: capacity follows a metric of the group's target group.
import type { JsonObject } from '../../lib/json.ts';
import { numberOf, objectOf, objectsOf, textOf } from '../request-fields.ts';
import type { Elastigroups } from './elastigroups.ts';
import { capacityOf, type Group, type GroupCapacity, targetGroupArnsOf } from './group.ts';
import { merged } from './group-document.ts';
import { openRoll } from './roll.ts';
import { isPolicySuspended, policiesOf, type ScalingPolicy } from './scaling-policies.ts';
import { isSuspended } from './suspensions.ts';

/** What CloudWatch has published of the minute that begins then. */
export type MetricReader = (
  metric: string,
  statistic: string,
  targetGroupArn: string,
  startAt: number,
) => number | undefined;

const MINUTE_MS = 60_000;
const DEFAULT_SECONDS = 300;

/** At most one policy acts, and then all wait for its cooldown. */
export function autoScale(
  groups: Elastigroups,
  group: Group,
  now: number,
  read: MetricReader,
): void {
  const isHeld = isSuspended(group, 'AUTO_SCALE', now) || openRoll(group) !== undefined;
  if (isHeld || now < group.scalesAgainAt) return;
  for (const policy of policiesOf(group.document)) {
    if (policy.document['isEnabled'] === false || isPolicySuspended(group, policy.name, now))
      continue;
    const values = valuesOf(group, policy.document, now, read);
    const capacity = values === undefined ? undefined : wantedBy(policy, values, capacityOf(group));
    if (capacity === undefined || isSame(capacity, capacityOf(group))) continue;
    group.scalesAgainAt = now + (numberOf(policy.document, 'cooldown') ?? DEFAULT_SECONDS) * 1_000;
    const message = `Scaling policy ${policy.name} sets the target to ${capacity.target}.`;
    group.history.log({ at: now, severity: 'INFO', message });
    groups.write(group, merged(group.document, { capacity: { ...capacity } }));
    return;
  }
}

/** One value for each of the policy's periods, the newest first; undefined while one is missing. */
function valuesOf(
  group: Group,
  policy: JsonObject,
  now: number,
  read: MetricReader,
): readonly number[] | undefined {
  const arn = targetGroupFor(group, policy);
  if (textOf(policy, 'namespace') !== 'AWS/ApplicationELB' || arn === undefined) return undefined;
  const metric = textOf(policy, 'metricName') ?? '';
  const statistic = textOf(policy, 'statistic') ?? 'average';
  const minutes = Math.max(1, Math.round((numberOf(policy, 'period') ?? DEFAULT_SECONDS) / 60));
  const periods = numberOf(policy, 'evaluationPeriods') ?? 1;
  const point = (startAt: number): number | undefined => read(metric, statistic, arn, startAt);
  let end = Math.floor(now / MINUTE_MS) * MINUTE_MS;
  // The newest minutes may not be published yet.
  for (let late = 0; late < 5 && point(end - MINUTE_MS) === undefined; late++) end -= MINUTE_MS;
  const values = Array.from({ length: periods }, (_, period) => {
    const starts = Array.from(
      { length: minutes },
      (_each, minute) => end - (period * minutes + minute + 1) * MINUTE_MS,
    );
    return aggregate(
      starts.flatMap((startAt) => point(startAt) ?? []),
      statistic,
    );
  });
  const known = values.filter((value) => value !== undefined);
  return known.length === values.length ? known : undefined;
}

/** The dimension names it by the end of its ARN; without one it is the group's first. */
function targetGroupFor(group: Group, policy: JsonObject): string | undefined {
  const own = targetGroupArnsOf(group.document);
  const dimension = (objectsOf(policy, 'dimensions') ?? []).find(
    (each) => textOf(each, 'name') === 'TargetGroup',
  );
  const named = dimension === undefined ? undefined : textOf(dimension, 'value');
  return named === undefined ? own[0] : own.find((arn) => arn.endsWith(`:${named}`));
}

function aggregate(values: readonly number[], statistic: string): number | undefined {
  if (values.length === 0) return undefined;
  const sum = values.reduce((total, value) => total + value, 0);
  if (statistic === 'sum') return sum;
  if (statistic === 'maximum') return Math.max(...values);
  if (statistic === 'minimum') return Math.min(...values);
  return sum / values.length;
}

function wantedBy(
  { kind, document }: ScalingPolicy,
  values: readonly number[],
  capacity: GroupCapacity,
): GroupCapacity | undefined {
  const [newest = 0] = values;
  if (kind === 'target') {
    const aim = numberOf(document, 'target') ?? 0;
    if (aim <= 0) return undefined;
    return within({ ...capacity, target: Math.ceil((capacity.target * newest) / aim) });
  }
  const operator = textOf(document, 'operator') ?? (kind === 'up' ? 'gte' : 'lte');
  const sign = kind === 'up' ? 1 : -1;
  const [step] = (objectsOf(document, 'stepAdjustments') ?? [document])
    .map((each) => ({ each, threshold: numberOf(each, 'threshold') ?? Number.NaN }))
    .filter(({ threshold }) => values.every((value) => isCrossed(value, operator, threshold)))
    .sort((one, other) => sign * (other.threshold - one.threshold));
  return step === undefined ? undefined : acted(step.each, sign, capacity);
}

function isCrossed(value: number, operator: string, threshold: number): boolean {
  if (operator === 'gt') return value > threshold;
  if (operator === 'gte') return value >= threshold;
  return operator === 'lt' ? value < threshold : value <= threshold;
}

/** An action's numbers may be texts; the older form has them in the policy itself. */
function acted(policy: JsonObject, sign: 1 | -1, capacity: GroupCapacity): GroupCapacity {
  const action = objectOf(policy, 'action') ?? policy;
  const { minimum, target, maximum } = capacity;
  const number = (field: string): number | undefined => {
    const value = action[field];
    return value === undefined || value === null ? undefined : Math.round(Number(value));
  };
  const by = number('adjustment') ?? 1;
  switch (textOf(action, 'type') ?? 'adjustment') {
    case 'percentageAdjustment':
      return within({ ...capacity, target: target + sign * Math.round((target * by) / 100) });
    case 'setMinTarget':
      return within({ ...capacity, target: Math.max(target, number('minTargetCapacity') ?? 0) });
    case 'setMaxTarget':
      return within({
        ...capacity,
        target: Math.min(target, number('maxTargetCapacity') ?? target),
      });
    case 'updateCapacity':
      return within({
        minimum: number('minimum') ?? minimum,
        maximum: number('maximum') ?? maximum,
        target: number('target') ?? target,
      });
    default:
      return within({ ...capacity, target: target + sign * by });
  }
}

function within({ minimum, target, maximum }: GroupCapacity): GroupCapacity {
  return { minimum, maximum, target: Math.min(maximum, Math.max(minimum, target)) };
}

function isSame(one: GroupCapacity, other: GroupCapacity): boolean {
  return (
    one.minimum === other.minimum && one.target === other.target && one.maximum === other.maximum
  );
}
