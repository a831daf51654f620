// A whole world in virtual time: its start, a green group's life, traffic and metrics.
import { expect, test } from 'vitest';
import {
  AMI_2,
  BLUE,
  forward,
  GREEN,
  groupDocument,
  LIVE_GROUP,
  LOAD_BALANCER,
  PROD_RULE,
  twinWorld,
} from '../../tests/twin-world.ts';
import { createVirtualClock, type VirtualClock } from '../../tests/virtual-clock.ts';
import type { JsonObject } from '../lib/json.ts';
import { createTwin } from './create-twin.ts';
import { createSimulatedHost } from './simulated-host.ts';
import { startSimulatedTraffic } from './simulated-traffic.ts';
import type { Twin } from './twin.ts';
import type { WorldSpec } from './world-spec.ts';

const START = Date.UTC(2026, 0, 5, 12);

function begin(spec: WorldSpec = twinWorld()): {
  clock: VirtualClock;
  twin: Twin;
  host: ReturnType<typeof createSimulatedHost>;
} {
  const clock = createVirtualClock(START, 1);
  const host = createSimulatedHost(clock, spec);
  return { clock, host, twin: createTwin({ clock, spec, host }) };
}

function statesOf(twin: Twin, arn: string): unknown[] {
  const { TargetHealthDescriptions: targets } = twin.elbv2.describeTargetHealth({
    TargetGroupArn: arn,
  });
  return (targets as JsonObject[]).map((each) => (each['TargetHealth'] as JsonObject)['State']);
}

test('a world begins with its groups running, registered and healthy', () => {
  const { twin } = begin();
  expect(statesOf(twin, BLUE)).toEqual(['healthy', 'healthy']);
  expect(twin.spot.instanceHealthiness(LIVE_GROUP).map((each) => each['healthStatus'])).toEqual([
    'HEALTHY',
    'HEALTHY',
  ]);
});

test('a green group comes up: nothing, then initial, then healthy', async () => {
  const { clock, twin } = begin();
  const [created] = twin.spot.create(groupDocument('green', GREEN, 2, AMI_2));
  const id = String(created?.['id']);
  expect(twin.spot.instanceHealthiness(id)).toEqual([]);

  await clock.drive(() => statesOf(twin, GREEN).length === 2, 120_000);
  expect(statesOf(twin, GREEN)).toContain('initial');
  expect(twin.spot.instanceHealthiness(id)[1]).toMatchObject({ healthStatus: 'UNKNOWN' });

  await clock.drive(() => statesOf(twin, GREEN).every((state) => state === 'healthy'), 300_000);
  expect(twin.spot.instanceHealthiness(id)[0]).toMatchObject({ healthStatus: 'HEALTHY' });
});

test('traffic follows the weights and shows in the metrics of a whole period', async () => {
  const { clock, twin, host } = begin();
  twin.spot.create(groupDocument('green', GREEN, 2, AMI_2));
  await clock.drive(() => statesOf(twin, GREEN).join() === 'healthy,healthy', 600_000);
  const traffic = startSimulatedTraffic({
    clock,
    twin,
    host,
    sources: [{ host: 'shop.example', requestsPerSecond: 20 }],
  });
  twin.elbv2.modifyRule({ RuleArn: PROD_RULE, Actions: [forward({ [BLUE]: 50, [GREEN]: 50 })] });
  await clock.advance(400_000);
  const now = clock.now() / 1_000;
  const minute = Math.floor(now / 60) * 60 - 240;
  const answer = twin.cloudWatch.getMetricData({
    StartTime: minute,
    EndTime: minute + 60,
    MetricDataQueries: [
      query('b', BLUE, 'RequestCount', 'Sum'),
      query('g', GREEN, 'RequestCount', 'Sum'),
      query('t', GREEN, 'TargetResponseTime', 'p95'),
      query('h', GREEN, 'HealthyHostCount', 'Minimum'),
      query('e', GREEN, 'HTTPCode_Target_5XX_Count', 'Sum'),
    ],
  });
  const [blue, green, time, healthy, errors] = (answer['MetricDataResults'] as JsonObject[]).map(
    (each) => (each['Values'] as number[])[0],
  );
  expect((blue ?? 0) + (green ?? 0)).toBe(1_200);
  expect(green).toBeGreaterThan(500);
  expect(green).toBeLessThan(700);
  expect(time).toBeCloseTo(0.0245, 3);
  expect(healthy).toBe(2);
  expect(errors).toBeUndefined();
  expect(traffic.counts().failed).toBe(0);
});

function query(id: string, arn: string, metric: string, statistic: string): JsonObject {
  return {
    Id: id,
    MetricStat: {
      Metric: {
        Namespace: 'AWS/ApplicationELB',
        MetricName: metric,
        Dimensions: [
          { Name: 'LoadBalancer', Value: LOAD_BALANCER.split(':loadbalancer/')[1] ?? '' },
          { Name: 'TargetGroup', Value: arn.split(':').at(-1) ?? '' },
        ],
      },
      Period: 60,
      Stat: statistic,
    },
  };
}
