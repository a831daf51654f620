// Scaling policies follow the requests that the target group really gets.
import { expect, test } from 'vitest';
import { type TwinBench, twinBench } from '../../../tests/twin-bench.ts';
import { LIVE_GROUP } from '../../../tests/twin-world.ts';
import type { JsonObject } from '../../lib/json.ts';
import { startSimulatedTraffic } from '../simulated-traffic.ts';

const MINUTES = 60_000;
const METRIC = {
  policyName: 'busy',
  namespace: 'AWS/ApplicationELB',
  metricName: 'RequestCountPerTarget',
  period: 60,
  cooldown: 600,
};

/** One request a second: 30 a minute for each of two targets. */
function busy(scaling: JsonObject): TwinBench {
  const bench = twinBench();
  const { clock, twin, host } = bench;
  twin.spot.update(LIVE_GROUP, { scaling, capacity: { minimum: 1 } });
  const sources = [{ host: 'shop.example', requestsPerSecond: 1 }];
  startSimulatedTraffic({ clock, twin, host, sources });
  return bench;
}

function target(bench: TwinBench): unknown {
  const capacity = bench.twin.spot.read(LIVE_GROUP)[0]?.['capacity'] as JsonObject;
  return capacity['target'];
}

test('above its threshold a policy scales up, and waits for its cooldown', async () => {
  const bench = busy({
    up: [{ ...METRIC, threshold: 20, action: { type: 'adjustment', adjustment: '1' } }],
  });
  await bench.clock.advance(6 * MINUTES);
  expect(target(bench)).toBe(3);
  await bench.clock.advance(5 * MINUTES);
  expect(target(bench)).toBe(3);
});

test('below its threshold one scales down, never below the minimum', async () => {
  const down = [{ ...METRIC, cooldown: 60, threshold: 100, adjustment: 5 }];
  const bench = busy({ down });
  await bench.clock.advance(6 * MINUTES);
  expect(target(bench)).toBe(1);
});

test('of several steps the furthest one that is crossed acts', async () => {
  const step = (threshold: number, adjustment: number): JsonObject => ({
    threshold,
    action: { type: 'adjustment', adjustment },
  });
  const up = [{ ...METRIC, stepAdjustments: [step(5, 1), step(20, 2), step(90, 3)] }];
  const bench = busy({ up });
  bench.twin.spot.update(LIVE_GROUP, { capacity: { maximum: 9 } });
  await bench.clock.advance(6 * MINUTES);
  expect(target(bench)).toBe(4);
});

test('a target is tracked by as many instances as the metric needs', async () => {
  const bench = busy({ target: [{ ...METRIC, target: 15 }] });
  await bench.clock.advance(6 * MINUTES);
  expect(target(bench)).toBe(4);
});

test.each<[string, (bench: TwinBench) => void]>([
  [
    'AUTO_SCALE is suspended',
    ({ twin }) => twin.spot.suspend(LIVE_GROUP, { processes: ['AUTO_SCALE'] }),
  ],
  [
    'the policy is suspended',
    ({ twin }) => twin.spot.control.suspendPolicy(LIVE_GROUP, { policyName: 'busy' }),
  ],
  ['its metric is missing', ({ twin }) => twin.inject({ kind: 'metrics-missing' })],
])('nothing happens while %s', async (_, hold) => {
  const bench = busy({ up: [{ ...METRIC, threshold: 20, adjustment: 1 }] });
  hold(bench);
  await bench.clock.advance(6 * MINUTES);
  expect(target(bench)).toBe(2);
});

test.each<[JsonObject, number]>([
  [{ type: 'percentageAdjustment', adjustment: 50 }, 3],
  [{ type: 'setMinTarget', minTargetCapacity: 4 }, 4],
  [{ type: 'setMaxTarget', maxTargetCapacity: 1 }, 1],
  [{ type: 'updateCapacity', minimum: 3, target: 3, maximum: 5 }, 3],
])('the action %j sets the target to %i', async (action, expected) => {
  const bench = busy({ up: [{ ...METRIC, threshold: 20, action }] });
  await bench.clock.advance(6 * MINUTES);
  expect(target(bench)).toBe(expected);
});
