// Metrics of target groups: whole minutes, published late, absent when there is nothing to tell.
import { expect, test } from 'vitest';
import { BENCH_START, type TwinBench, twinBench } from '../../../tests/twin-bench.ts';
import {
  AMI_1,
  AMI_2,
  BLUE,
  GREEN,
  LIVE_GROUP,
  LOAD_BALANCER,
  SPARE,
  twinWorld,
} from '../../../tests/twin-world.ts';
import type { JsonObject } from '../../lib/json.ts';
import { startSimulatedTraffic } from '../simulated-traffic.ts';

function query(arn: string, MetricName: string, Stat: string): JsonObject {
  const Dimensions = [
    { Name: 'LoadBalancer', Value: LOAD_BALANCER.split(':loadbalancer/')[1] ?? '' },
    { Name: 'TargetGroup', Value: arn.split(':').at(-1) ?? '' },
  ];
  const Metric = { Namespace: 'AWS/ApplicationELB', MetricName, Dimensions };
  return { Id: 'q', MetricStat: { Metric, Period: 60, Stat } };
}

/** Minutes since the start with their values, oldest first. */
function read(bench: TwinBench, arn: string, metric: string, stat: string): [number, number][] {
  const { MetricDataResults } = bench.twin.cloudWatch.getMetricData({
    StartTime: BENCH_START / 1_000,
    EndTime: BENCH_START / 1_000 + 3_600,
    ScanBy: 'TimestampAscending',
    MetricDataQueries: [query(arn, metric, stat)],
  });
  const [result = {}] = MetricDataResults as JsonObject[];
  const values = result['Values'] as number[];
  return (result['Timestamps'] as number[]).map((seconds, index) => [
    (seconds * 1_000 - BENCH_START) / 60_000,
    values[index] ?? 0,
  ]);
}

function withTraffic(bench: TwinBench, requestsPerSecond = 10): void {
  const { clock, twin, host } = bench;
  const sources = [{ host: 'shop.example', requestsPerSecond }];
  startSimulatedTraffic({ clock, twin, host, sources });
}

test('a period is published one to two minutes after its end', async () => {
  const bench = twinBench();
  withTraffic(bench);
  await bench.clock.advance(119_000);
  expect(read(bench, BLUE, 'RequestCount', 'Sum')).toEqual([]);
  await bench.clock.advance(61_000);
  expect(read(bench, BLUE, 'RequestCount', 'Sum')[0]?.[0]).toBe(0);
});

test('requests add up: every one sent is in some period', async () => {
  const bench = twinBench();
  withTraffic(bench);
  await bench.clock.advance(600_000);
  const counts = read(bench, BLUE, 'RequestCount', 'Sum')
    .slice(0, 7)
    .map(([, count]) => count);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(7 * 600 - 10);
});

test('whoever asks from 1970 to the end of time gets what there is', async () => {
  const bench = twinBench();
  withTraffic(bench);
  await bench.clock.advance(300_000);
  const { MetricDataResults } = bench.twin.cloudWatch.getMetricData({
    StartTime: 0,
    EndTime: 1e11,
    MetricDataQueries: [query(BLUE, 'RequestCount', 'Sum')],
  });
  const [result = {}] = MetricDataResults as JsonObject[];
  expect(result['Timestamps']).toContain(BENCH_START / 1_000);
});

test('a group without requests or errors has no such periods', async () => {
  const bench = twinBench();
  withTraffic(bench);
  await bench.clock.advance(600_000);
  expect(read(bench, GREEN, 'RequestCount', 'Sum')).toEqual([]);
  expect(read(bench, BLUE, 'HTTPCode_Target_5XX_Count', 'Sum')).toEqual([]);
});

test('failing requests are counted as the target answers them', async () => {
  const simulated = { share5xx: 0.5 };
  const bench = twinBench(
    twinWorld({
      amis: [
        { id: AMI_1, version: '1', simulated },
        { id: AMI_2, version: '2' },
      ],
    }),
  );
  withTraffic(bench);
  await bench.clock.advance(300_000);
  const [, second] = read(bench, BLUE, 'HTTPCode_Target_5XX_Count', 'Sum');
  expect(second?.[1]).toBeGreaterThan(250);
  expect(second?.[1]).toBeLessThan(350);
});

test('healthy hosts are the least of the period, and unsaid for a group not in use', async () => {
  const bench = twinBench();
  bench.twin.spot.suspend(LIVE_GROUP, { processes: ['AUTO_HEALING'] });
  await bench.clock.advance(60_000);
  bench.twin.inject({ kind: 'failing-health', groupId: LIVE_GROUP });
  await bench.clock.advance(360_000);
  const healthy = read(bench, BLUE, 'HealthyHostCount', 'Minimum');
  expect(healthy[0]).toEqual([0, 2]);
  expect(healthy.at(-1)?.[1]).toBe(0);
  expect(read(bench, GREEN, 'HealthyHostCount', 'Minimum')[0]).toEqual([0, 0]);
  expect(read(bench, SPARE, 'HealthyHostCount', 'Minimum')).toEqual([]);
});

test.each<[string, JsonObject, string?]>([
  [
    'a period of 300 s',
    {
      MetricStat: {
        ...(query(BLUE, 'RequestCount', 'Sum')['MetricStat'] as JsonObject),
        Period: 300,
      },
    },
  ],
  ['an expression', { Expression: 'a/b' }, 'ValidationError'],
])('%s is refused', (_, given, code = 'InvalidParameterValue') => {
  const { twin } = twinBench();
  const request = { StartTime: 0, EndTime: 60, MetricDataQueries: [{ Id: 'q', ...given }] };
  expect(() => twin.cloudWatch.getMetricData(request)).toThrow(expect.objectContaining({ code }));
});
