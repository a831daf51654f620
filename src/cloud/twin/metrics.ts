// The metrics port straight on the twin's CloudWatch.
import type { JsonObject } from '../../lib/json.ts';
import { objectsOf } from '../../twin/request-fields.ts';
import type { Twin } from '../../twin/twin.ts';
import type { MetricPeriod, MetricQuery, Metrics } from '../metrics.ts';
import { callTwin } from './call-twin.ts';

const PERIOD_MS = 60_000;

export function createTwinMetrics({ cloudWatch }: Twin): Metrics {
  return {
    async read(queries, from, to) {
      if (queries.length === 0) return [];
      const request = {
        StartTime: from / 1_000,
        EndTime: to / 1_000,
        ScanBy: 'TimestampAscending',
        MetricDataQueries: queries.map(metricDataQuery),
      };
      const call = { name: 'GetMetricData', writes: false };
      const answer = await callTwin(call, () => cloudWatch.getMetricData(request));
      return (objectsOf(answer, 'MetricDataResults') ?? []).map(readPeriods);
    },
  };
}

function metricDataQuery(query: MetricQuery, index: number): JsonObject {
  const targetGroup = query.targetGroupArn.replace(/^.*:(?=targetgroup\/)/, '');
  const loadBalancer = query.loadBalancerArn.replace(/^.*:loadbalancer\//, '');
  return {
    Id: `m${index}`,
    MetricStat: {
      Metric: {
        Namespace: 'AWS/ApplicationELB',
        MetricName: query.metric,
        Dimensions: [
          { Name: 'TargetGroup', Value: targetGroup },
          { Name: 'LoadBalancer', Value: loadBalancer },
        ],
      },
      Period: PERIOD_MS / 1_000,
      Stat: query.statistic,
    },
  };
}

function readPeriods(result: JsonObject): readonly MetricPeriod[] {
  const timestamps = result['Timestamps'] as readonly number[];
  const values = result['Values'] as readonly number[];
  return timestamps.map((seconds, index) => {
    const startAt = seconds * 1_000;
    return { startAt, endAt: startAt + PERIOD_MS, value: values[index] ?? 0 };
  });
}
