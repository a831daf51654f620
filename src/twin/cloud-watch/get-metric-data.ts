// CloudWatch's GetMetricData for the metrics of a target group, with periods that come late.
import type { JsonObject } from '../../lib/json.ts';
import type { LoadBalancing } from '../elbv2/load-balancing.ts';
import { createRandom } from '../random.ts';
import { numberOf, objectOf, objectsOf, textOf } from '../request-fields.ts';
import { TwinError } from '../twin-error.ts';
import type { World } from '../world.ts';
import type { HealthyHosts } from './healthy-hosts.ts';
import { checkMetricRequest } from './metric-request.ts';
import {
  MOST_PERIODS,
  PERIOD_MS,
  type RequestPeriod,
  type RequestPeriods,
} from './request-periods.ts';

export interface MetricSources {
  readonly requests: RequestPeriods;
  readonly healthyHosts: HealthyHosts;
  readonly loadBalancing: LoadBalancing;
}

const MOST_QUERIES = 500;
const MOST_POINTS = 100_800;

export function getMetricData(
  world: World,
  sources: MetricSources,
  request: JsonObject,
): JsonObject {
  checkMetricRequest(request);
  const queries = objectsOf(request, 'MetricDataQueries') ?? [];
  const from = numberOf(request, 'StartTime');
  const to = numberOf(request, 'EndTime');
  if (!isTime(from) || !isTime(to) || from >= to) {
    throw invalid('StartTime must be less than EndTime, and both must be times');
  }
  if (queries.length === 0 || queries.length > MOST_QUERIES) {
    throw invalid(`MetricDataQueries must have 1 to ${MOST_QUERIES} members`);
  }
  const starts = periodStarts(from * 1_000, to * 1_000, world.stampNow());
  if (starts.length * queries.length > MOST_POINTS) throw invalid('Too many data points requested');
  const isDescending = textOf(request, 'ScanBy') !== 'TimestampAscending';
  if (isDescending) starts.reverse();
  return { MetricDataResults: queries.map((query) => answer(world, sources, query, starts)) };
}

function answer(
  world: World,
  sources: MetricSources,
  query: JsonObject,
  starts: readonly number[],
): JsonObject {
  const expression = textOf(query, 'Expression');
  if (expression !== undefined) throw mathRefused(textOf(query, 'Id') ?? '', expression);
  const stat = objectOf(query, 'MetricStat');
  const metric = objectOf(stat ?? {}, 'Metric');
  if (stat === undefined || metric === undefined) throw invalid('Only MetricStat is known here');
  if (stat['Period'] !== PERIOD_MS / 1_000) throw invalid('Only a Period of 60 is known here');
  const name = textOf(metric, 'MetricName') ?? '';
  const arn = targetGroupOf(sources.loadBalancing, metric);
  const statistic = textOf(stat, 'Stat') ?? '';
  const points = starts.flatMap((startAt) => {
    if (arn === undefined) return [];
    const value = publishedPoint(world, sources, name, statistic, arn, startAt);
    return value === undefined ? [] : [{ startAt, value }];
  });
  return {
    Id: textOf(query, 'Id') ?? '',
    Label: textOf(query, 'Label') ?? name,
    Timestamps: points.map(({ startAt }) => startAt / 1_000),
    Values: points.map(({ value }) => value),
    StatusCode: 'Complete',
  };
}

/** One metric of a target group for the minute that begins at `startAt`. */
export function publishedPoint(
  world: World,
  sources: MetricSources,
  ...point: readonly [metric: string, statistic: string, arn: string, startAt: number]
): number | undefined {
  const [metric, statistic, arn, startAt] = point;
  const value = pointOf(sources, metric, statistic, arn, startAt);
  return value !== undefined && isPublished(world, arn, metric, startAt) ? value : undefined;
}

/** A missing value is not 0: CloudWatch gets requests and errors only when there were some. */
function pointOf(
  sources: MetricSources,
  metric: string,
  statistic: string,
  arn: string,
  startAt: number,
): number | undefined {
  if (metric === 'HealthyHostCount') {
    return sources.healthyHosts.least(arn, startAt, startAt + PERIOD_MS);
  }
  const period = sources.requests.at(arn, startAt);
  if (period === undefined) return undefined;
  if (metric === 'RequestCount') return period.requests;
  if (metric === 'RequestCountPerTarget') {
    const targets = sources.healthyHosts.least(arn, startAt, startAt + PERIOD_MS) ?? 1;
    return period.requests / Math.max(1, targets);
  }
  if (metric === 'HTTPCode_Target_5XX_Count') return period.status5xx || undefined;
  return metric === 'TargetResponseTime' ? responseTime(period, statistic) : undefined;
}

function responseTime(period: RequestPeriod, statistic: string): number | undefined {
  const percent = /^p(\d{1,2}(?:\.\d+)?)$/.exec(statistic)?.[1];
  const durationMs =
    percent === undefined
      ? period.durations.mean()
      : period.durations.percentile(Number(percent) / 100);
  return durationMs === undefined ? undefined : durationMs / 1_000;
}

function isPublished(world: World, arn: string, metric: string, startAt: number): boolean {
  const extraMs = world.faults.extraMetricLagMs(arn, metric);
  if (extraMs === undefined) return false;
  const { metricLagMs } = world.spec.timing;
  const passedMs = world.stampNow() - startAt - PERIOD_MS - extraMs;
  if (passedMs < metricLagMs[0]) return false;
  if (passedMs >= metricLagMs[1]) return true;
  const label = `metric ${metric} of ${arn} at ${startAt}`;
  return passedMs >= createRandom(world.spec.seed, label).within(metricLagMs);
}

/** Dimensions name ARNs by their ends: `targetgroup/…` and `app/…`. */
function targetGroupOf(state: LoadBalancing, metric: JsonObject): string | undefined {
  if (textOf(metric, 'Namespace') !== 'AWS/ApplicationELB') return undefined;
  const dimensions = new Map(
    (objectsOf(metric, 'Dimensions') ?? []).map((each) => [
      textOf(each, 'Name'),
      textOf(each, 'Value'),
    ]),
  );
  const group = dimensions.get('TargetGroup');
  const loadBalancer = dimensions.get('LoadBalancer');
  if (group === undefined || loadBalancer === undefined) return undefined;
  const isKnown = [...state.loadBalancers.keys()].some((arn) => arn.endsWith(`/${loadBalancer}`));
  return isKnown
    ? [...state.targetGroups.keys()].find((arn) => arn.endsWith(`:${group}`))
    : undefined;
}

/** Those of which there can be something: none from before what is kept, and none from the future. */
function periodStarts(from: number, to: number, now: number): number[] {
  const kept = Math.max(from, now - MOST_PERIODS * PERIOD_MS);
  const first = Math.ceil(kept / PERIOD_MS) * PERIOD_MS;
  const count = Math.max(0, Math.ceil((Math.min(to, now) - first) / PERIOD_MS));
  return Array.from({ length: count }, (_, i) => first + i * PERIOD_MS);
}

/** In seconds since 1970, within what dates can say. */
function isTime(seconds: number | undefined): seconds is number {
  return seconds !== undefined && Math.abs(seconds) <= 8.64e12;
}

/** As CloudWatch refuses an expression it cannot evaluate. */
function mathRefused(id: string, expression: string): TwinError {
  const message = `Error in expression '${id}': '${expression}' cannot be evaluated, the twin has no metric math`;
  return new TwinError('cloudwatch', 400, 'ValidationError', message);
}

function invalid(message: string): TwinError {
  return new TwinError('cloudwatch', 400, 'InvalidParameterValue', message);
}
