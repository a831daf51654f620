// The metrics port over CloudWatch's GetMetricData, through the AWS SDK.
import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type GetMetricDataCommandOutput,
  type MetricDataQuery,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import { CloudError } from '../cloud-error.ts';
import type { MetricPeriod, MetricQuery, Metrics } from '../metrics.ts';
import { CALL_TIMEOUT_MS, call } from './call.ts';
import { everyPage } from './pages.ts';

export interface AwsMetricsOptions {
  readonly client: CloudWatchClient;
  /** Real time for one call. */
  readonly timeoutMs?: number;
}

const PERIOD_MS = 60_000;
/** CloudWatch's limit for one call. */
const QUERIES_PER_CALL = 500;

export function createAwsMetrics(options: AwsMetricsOptions): Metrics {
  const { client, timeoutMs = CALL_TIMEOUT_MS } = options;
  return {
    async read(queries, from, to) {
      const answers: (readonly MetricPeriod[])[] = [];
      for (let first = 0; first < queries.length; first += QUERIES_PER_CALL) {
        const batch = queries.slice(first, first + QUERIES_PER_CALL);
        answers.push(...(await readBatch(client, timeoutMs, batch, from, to)));
      }
      return answers;
    },
  };
}

async function readBatch(
  client: CloudWatchClient,
  timeoutMs: number,
  queries: readonly MetricQuery[],
  from: number,
  to: number,
): Promise<readonly (readonly MetricPeriod[])[]> {
  const asked = queries.map(metricDataQuery);
  const results = await everyPage(async (token) => {
    const command = new GetMetricDataCommand({
      StartTime: new Date(from),
      EndTime: new Date(to),
      ScanBy: 'TimestampAscending',
      MetricDataQueries: asked,
      NextToken: token,
    });
    const answer: GetMetricDataCommandOutput = await call(
      { name: 'GetMetricData', writes: false },
      timeoutMs,
      (send) => client.send(command, send),
    );
    return { items: answer.MetricDataResults, next: answer.NextToken };
  });
  return asked.map(({ Id }) => periodsOf(results.filter((result) => result.Id === Id)));
}

function metricDataQuery(query: MetricQuery, index: number): MetricDataQuery {
  return {
    Id: `m${index}`,
    MetricStat: {
      Metric: {
        Namespace: 'AWS/ApplicationELB',
        MetricName: query.metric,
        Dimensions: [
          { Name: 'TargetGroup', Value: suffixOf(query.targetGroupArn, /(targetgroup\/.+)$/) },
          { Name: 'LoadBalancer', Value: suffixOf(query.loadBalancerArn, /loadbalancer\/(.+)$/) },
        ],
      },
      Period: PERIOD_MS / 1_000,
      Stat: query.statistic,
    },
    ReturnData: true,
  };
}

function suffixOf(arn: string, pattern: RegExp): string {
  const suffix = pattern.exec(arn)?.[1];
  if (suffix !== undefined) return suffix;
  throw new CloudError('invalid', 'InvalidArn', `CloudWatch has no dimension for the ARN ${arn}`);
}

/** The pages of one query, joined; a query that CloudWatch could not answer is an error, not "no traffic". */
function periodsOf(results: readonly MetricDataResult[]): readonly MetricPeriod[] {
  const periods: MetricPeriod[] = [];
  for (const { StatusCode: status, Timestamps = [], Values = [] } of results) {
    if (status === 'Forbidden' || status === 'InternalError') throw unanswered(status);
    for (const [index, timestamp] of Timestamps.entries()) {
      const value = Values[index];
      const startAt = timestamp.getTime();
      if (value !== undefined) periods.push({ startAt, endAt: startAt + PERIOD_MS, value });
    }
  }
  return periods.sort((one, other) => one.startAt - other.startAt);
}

function unanswered(status: 'Forbidden' | 'InternalError'): CloudError {
  return new CloudError(
    status === 'Forbidden' ? 'denied' : 'unavailable',
    status,
    `GetMetricData answered ${status} for one of the metrics`,
  );
}
