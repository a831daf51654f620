// Request counts of a rule's target groups since a moment, as far as CloudWatch has them.
import { CloudError } from '../../cloud/cloud-error.ts';
import type { MetricPeriod, MetricQuery } from '../../cloud/metrics.ts';
import { PERIOD_MS } from '../../traffic/periods.ts';
import type { Sight } from './shift.ts';

export type Counts = ReadonlyMap<string, readonly MetricPeriod[]>;

/** Undefined when CloudWatch does not answer: that is a reason to wait, never one to fail. */
export async function readCounts(
  sight: Sight,
  loadBalancerArn: string,
  targetGroupArns: readonly string[],
  from: number,
  metric: MetricQuery['metric'] = 'RequestCount',
): Promise<Counts | undefined> {
  const queries = targetGroupArns.map((targetGroupArn) => ({
    loadBalancerArn,
    targetGroupArn,
    metric,
    statistic: 'Sum' as const,
  }));
  const start = Math.floor(from / PERIOD_MS) * PERIOD_MS;
  const end = Math.ceil(sight.pace.clock.now() / PERIOD_MS) * PERIOD_MS;
  if (end <= start) return new Map();
  try {
    const answers = await sight.metrics.read(queries, start, end);
    return new Map(targetGroupArns.map((arn, index) => [arn, answers[index] ?? []]));
  } catch (error) {
    if (error instanceof CloudError) return undefined;
    throw error;
  }
}
