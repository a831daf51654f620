// A jump of the clouds' clocks shows in the times they write, and moves nothing that waits.
import { expect, test } from 'vitest';
import { BENCH_START, type TwinBench, twinBench } from '../../tests/twin-bench.ts';
import { BLUE, GREEN, groupDocument, LIVE_GROUP, LOAD_BALANCER } from '../../tests/twin-world.ts';
import type { JsonObject } from '../lib/json.ts';

const HOUR_MS = 3_600_000;

test.each([HOUR_MS, -HOUR_MS])('a group made after a jump by %d ms has that time', (byMs) => {
  const { twin } = twinBench();
  twin.inject({ kind: 'clock-jump', byMs });
  const [group] = twin.spot.create(groupDocument('green', GREEN, 1));
  expect(group?.['createdAt']).toBe(new Date(BENCH_START + byMs).toISOString());
  twin.clearFaults();
  const [next] = twin.spot.create(groupDocument('later', GREEN, 1));
  expect(next?.['createdAt']).toBe(new Date(BENCH_START).toISOString());
});

test('metrics stand where the jumped clock puts them', async () => {
  const bench = twinBench();
  bench.twin.inject({ kind: 'clock-jump', byMs: -HOUR_MS });
  count(bench);
  await bench.clock.advance(240_000);
  expect(periods(bench, BENCH_START)).toEqual([]);
  expect(periods(bench, BENCH_START - HOUR_MS)).toEqual([(BENCH_START - HOUR_MS) / 1_000]);
});

test('what drains drains as long as without it', async () => {
  const { clock, twin, states } = twinBench();
  const [instance] = twin.spot.status(LIVE_GROUP);
  twin.elbv2.deregisterTargets({
    TargetGroupArn: BLUE,
    Targets: [{ Id: instance?.['instanceId'] }],
  });
  twin.inject({ kind: 'clock-jump', byMs: HOUR_MS });
  await clock.advance(299_000);
  expect(states(BLUE)).toEqual(['draining', 'healthy']);
  await clock.advance(1_000);
  expect(states(BLUE)).toEqual(['healthy']);
});

function count({ twin }: TwinBench): void {
  twin.recordRequest({
    loadBalancerArn: LOAD_BALANCER,
    targetGroupArn: BLUE,
    targetStatus: 200,
    status: 200,
    durationMs: 5,
  });
}

/** The times of the periods with requests in the five minutes from there. */
function periods({ twin }: TwinBench, from: number): unknown {
  const Dimensions = [
    { Name: 'TargetGroup', Value: BLUE.split(':').at(-1) },
    { Name: 'LoadBalancer', Value: LOAD_BALANCER.split(':loadbalancer/').at(-1) },
  ];
  const Metric = { Namespace: 'AWS/ApplicationELB', MetricName: 'RequestCount', Dimensions };
  const answer = twin.cloudWatch.getMetricData({
    StartTime: from / 1_000,
    EndTime: from / 1_000 + 300,
    MetricDataQueries: [{ Id: 'm', MetricStat: { Metric, Period: 60, Stat: 'Sum' } }],
  });
  return (answer['MetricDataResults'] as JsonObject[])[0]?.['Timestamps'];
}
