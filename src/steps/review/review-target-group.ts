// What an approver sees of one target group: requests, errors and latency since the last proof, and its health.
import { CloudError } from '../../cloud/cloud-error.ts';
import type { MetricPeriod, MetricQuery } from '../../cloud/metrics.ts';
import { targetGroupName } from '../../traffic/arn.ts';
import type { Aged, ReviewedTargetGroup } from '../../traffic/facts.ts';
import type { HealthVerdict } from '../../traffic/health.ts';
import { PERIOD_MS, sumOf } from '../../traffic/periods.ts';
import { look } from '../common/group-health.ts';
import { withRetries } from '../common/with-retries.ts';
import { type Sight, watchedOf } from '../shift/shift.ts';

export interface Reviewed {
  readonly colour: ReviewedTargetGroup['colour'];
  readonly targetGroupArn: string;
  readonly loadBalancerArn: string;
  readonly since: number;
}

type Periods = readonly MetricPeriod[];

export async function reviewTargetGroup(
  shift: Sight,
  reviewed: Reviewed,
): Promise<ReviewedTargetGroup> {
  const [counted, health] = await Promise.all([
    readMetrics(shift, reviewed),
    readHealth(shift, reviewed),
  ]);
  const { requests, errors, latency } = counted;
  const at = requests.at(-1)?.endAt ?? null;
  const all = sumOf(requests);
  return {
    colour: reviewed.colour,
    targetGroupArn: reviewed.targetGroupArn,
    name: targetGroupName(reviewed.targetGroupArn),
    since: reviewed.since,
    requests: aged(at === null ? null : all, at),
    share5xx: aged(all === 0 ? null : sumOf(errors) / all, at),
    p95Ms: newestMs(latency),
    healthyTargets: aged(
      health?.healthy ?? null,
      health === undefined ? null : shift.pace.clock.now(),
    ),
    targets: health?.targets ?? 0,
  };
}

async function readMetrics(
  shift: Sight,
  { loadBalancerArn, targetGroupArn, since }: Reviewed,
): Promise<{ readonly requests: Periods; readonly errors: Periods; readonly latency: Periods }> {
  const query = (
    metric: MetricQuery['metric'],
    statistic: MetricQuery['statistic'],
  ): MetricQuery => ({ loadBalancerArn, targetGroupArn, metric, statistic });
  const from = Math.ceil(since / PERIOD_MS) * PERIOD_MS;
  const to = Math.floor(shift.pace.clock.now() / PERIOD_MS) * PERIOD_MS;
  const none = { requests: [], errors: [], latency: [] };
  if (to <= from) return none;
  const queries = [
    query('RequestCount', 'Sum'),
    query('HTTPCode_Target_5XX_Count', 'Sum'),
    query('TargetResponseTime', 'p95'),
  ];
  try {
    const answers = await withRetries(shift.pace, () => shift.metrics.read(queries, from, to));
    const [requests = [], errors = [], latency = []] = answers;
    return { requests, errors, latency };
  } catch (error) {
    if (error instanceof CloudError) return none;
    throw error;
  }
}

/** A cloud that does not answer leaves the number out: the approver sees that it is missing. */
async function readHealth(
  shift: Sight,
  { targetGroupArn }: Reviewed,
): Promise<HealthVerdict | undefined> {
  try {
    return await look(shift.pace, watchedOf(shift, targetGroupArn));
  } catch (error) {
    if (error instanceof CloudError) return undefined;
    throw error;
  }
}

function newestMs(latency: Periods): Aged<number> {
  const newest = latency.at(-1);
  if (newest === undefined) return aged(null, null);
  return aged(Math.round(newest.value * 1_000), newest.endAt);
}

function aged(value: number | null, at: number | null): Aged<number> {
  return { value, at };
}
