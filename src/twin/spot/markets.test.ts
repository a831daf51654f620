// What Spot does by itself when its market is short, foresees an interruption, or can move back.
import { describe, expect, test } from 'vitest';
import { type TwinBench, twinBench } from '../../../tests/twin-bench.ts';
import { BLUE, groupDocument, LIVE_GROUP, twinWorld } from '../../../tests/twin-world.ts';
import type { JsonObject } from '../../lib/json.ts';

const MINUTES = 60_000;

function lives(bench: TwinBench): unknown[] {
  return bench.twin.spot
    .instanceHealthiness(LIVE_GROUP)
    .map(({ lifeCycle }) => lifeCycle)
    .sort();
}

function types(bench: TwinBench): unknown[] {
  return bench.twin.spot.status(LIVE_GROUP).map(({ instanceType }) => instanceType);
}

function ids(bench: TwinBench): unknown[] {
  return bench.twin.spot.status(LIVE_GROUP).map(({ instanceId }) => instanceId);
}

/** Three instances of which one came on demand, as Spot had none. */
async function fallenBack(strategy: JsonObject = {}): Promise<TwinBench> {
  const bench = twinBench();
  bench.twin.spot.update(LIVE_GROUP, { strategy });
  bench.twin.inject({ kind: 'spot-shortage', groupId: LIVE_GROUP });
  bench.twin.spot.capacity(LIVE_GROUP, { minimum: 2, target: 3, maximum: 4 });
  await bench.clock.advance(10 * MINUTES);
  expect(lives(bench)).toEqual(['OD', 'SPOT', 'SPOT']);
  bench.twin.clearFaults();
  return bench;
}

describe('while Spot is short', () => {
  test('a new instance comes on demand, without a Spot request', async () => {
    const bench = await fallenBack();
    expect(bench.health(LIVE_GROUP)).toEqual(['HEALTHY', 'HEALTHY', 'HEALTHY']);
    const onDemand = bench.twin.spot
      .instanceHealthiness(LIVE_GROUP)
      .find(({ lifeCycle }) => lifeCycle === 'OD');
    expect(onDemand).toMatchObject({ spotRequestId: null });
  });

  test('a group that may not fall back waits', async () => {
    const bench = twinBench();
    bench.twin.spot.update(LIVE_GROUP, { strategy: { fallbackToOd: false } });
    bench.twin.inject({ kind: 'spot-shortage', groupId: LIVE_GROUP });
    bench.twin.spot.capacity(LIVE_GROUP, { minimum: 2, target: 3, maximum: 4 });
    await bench.clock.advance(10 * MINUTES);
    expect(lives(bench)).toEqual(['SPOT', 'SPOT']);
  });

  test('of one type, the next one is taken', async () => {
    const bench = twinBench();
    bench.twin.inject({
      kind: 'spot-shortage',
      groupId: LIVE_GROUP,
      instanceTypes: ['t3.small'],
    });
    bench.twin.spot.capacity(LIVE_GROUP, { minimum: 2, target: 3, maximum: 4 });
    await bench.clock.advance(10 * MINUTES);
    expect(types(bench)).toEqual(['t3.small', 't3.small', 't3a.small']);
  });
});

describe('when Spot has capacity again', () => {
  test('what came on demand is replaced, launch before terminate, and drains', async () => {
    const bench = await fallenBack();
    let fewest = 3;
    await bench.clock.drive(() => {
      fewest = Math.min(fewest, bench.states(BLUE).filter((each) => each === 'healthy').length);
      return lives(bench).every((each) => each === 'SPOT');
    }, 30 * MINUTES);
    expect(fewest).toBe(3);
    expect(ids(bench)).toHaveLength(3);
  });

  test.each(['OUT_OF_STRATEGY', 'REVERT_PREFERRED'])('%s suspended keeps it', async (name) => {
    const bench = await fallenBack();
    bench.twin.spot.suspend(LIVE_GROUP, { suspensions: [{ name, ttlInMinutes: 30 }] });
    await bench.clock.advance(29 * MINUTES);
    expect(lives(bench)).toEqual(['OD', 'SPOT', 'SPOT']);
    await bench.clock.drive(() => !lives(bench).includes('OD'), 30 * MINUTES);
  });

  test('it moves only within the windows of the group, or never', async () => {
    const revertToSpot = { performAt: 'timeWindow', timeWindows: ['Mon:13:00-Mon:14:00'] };
    const bench = await fallenBack({ availabilityVsCost: 'availabilityOriented', revertToSpot });
    await bench.clock.advance(45 * MINUTES);
    expect(lives(bench)).toEqual(['OD', 'SPOT', 'SPOT']);
    await bench.clock.drive(() => !lives(bench).includes('OD'), 60 * MINUTES);
    const never = {
      availabilityVsCost: 'availabilityOriented',
      revertToSpot: { performAt: 'never' },
    };
    const staying = await fallenBack(never);
    await staying.clock.advance(60 * MINUTES);
    expect(lives(staying)).toEqual(['OD', 'SPOT', 'SPOT']);
  });

  test('a replacement for which Spot is short again is given up, not taken on demand', async () => {
    const bench = await fallenBack();
    const before = ids(bench);
    await bench.clock.advance(10_000);
    bench.twin.inject({ kind: 'spot-shortage', groupId: LIVE_GROUP });
    await bench.clock.advance(10 * MINUTES);
    expect(ids(bench)).toEqual(before);
  });

  test('a replacement that is never healthy is given up, and the healthy one stays', async () => {
    const bench = await fallenBack();
    const before = ids(bench);
    bench.twin.inject({ kind: 'registration-lost', groupId: LIVE_GROUP });
    await bench.clock.drive(() => ids(bench).length === 4, 5 * MINUTES);
    await bench.clock.drive(() => ids(bench).length === 3, 20 * MINUTES);
    expect(ids(bench)).toEqual(before);
  });
});

test('preferred types are taken back when they are there again, unless that is suspended', async () => {
  const bench = twinBench();
  const instanceTypes = { preferredSpot: ['t3a.small'] };
  bench.twin.spot.suspend(LIVE_GROUP, { processes: ['REVERT_PREFERRED'] });
  bench.twin.spot.update(LIVE_GROUP, { compute: { instanceTypes } });
  await bench.clock.advance(10 * MINUTES);
  expect(types(bench)).toEqual(['t3.small', 't3.small']);
  bench.twin.spot.resume(LIVE_GROUP, { processes: ['REVERT_PREFERRED'] });
  await bench.clock.drive(() => !types(bench).includes('t3.small'), 60 * MINUTES);
  expect(types(bench)).toEqual(['t3a.small', 't3a.small']);
});

test('a group has as many on demand as its strategy says, from the start and after a change', async () => {
  const document = groupDocument('shop', BLUE, 2);
  const strategy = { ...(document['strategy'] as JsonObject), risk: 50 };
  const groups = [{ id: LIVE_GROUP, name: 'shop', document: { ...document, strategy } }];
  const bench = twinBench(twinWorld({ groups }));
  expect(lives(bench)).toEqual(['OD', 'SPOT']);
  bench.twin.spot.suspend(LIVE_GROUP, { processes: ['OUT_OF_STRATEGY'] });
  bench.twin.spot.update(LIVE_GROUP, { strategy: { risk: null, onDemandCount: 2 } });
  await bench.clock.advance(10 * MINUTES);
  expect(lives(bench)).toEqual(['OD', 'SPOT']);
  bench.twin.spot.resume(LIVE_GROUP, { processes: ['OUT_OF_STRATEGY'] });
  await bench.clock.drive(() => !lives(bench).includes('SPOT'), 30 * MINUTES);
  expect(lives(bench)).toEqual(['OD', 'OD']);
});

test('the log says why an instance is replaced', async () => {
  const bench = await fallenBack();
  await bench.clock.advance(10_000);
  const window = { fromDate: '2026-01-01', toDate: '2026-03-01', limit: 1 };
  expect(bench.twin.spot.control.logs(LIVE_GROUP, window)).toMatchObject([
    { message: expect.stringMatching(/^Instance i-\w+ will be replaced: Spot has capacity again/) },
  ]);
});

describe('an interruption that Spot foresees', () => {
  test('is met by a replacement before anything is lost', async () => {
    const bench = twinBench();
    const [first] = ids(bench);
    bench.twin.inject({ kind: 'interruption-foreseen', groupId: LIVE_GROUP });
    let fewest = 2;
    await bench.clock.drive(() => {
      fewest = Math.min(fewest, bench.states(BLUE).filter((each) => each === 'healthy').length);
      return !ids(bench).includes(first);
    }, 30 * MINUTES);
    expect(fewest).toBe(2);
  });

  test('is left alone while PREVENTIVE_REPLACEMENT is suspended', async () => {
    const bench = twinBench();
    const before = ids(bench);
    bench.twin.spot.suspend(LIVE_GROUP, { processes: ['PREVENTIVE_REPLACEMENT'] });
    bench.twin.inject({ kind: 'interruption-foreseen', groupId: LIVE_GROUP });
    await bench.clock.advance(30 * MINUTES);
    expect(ids(bench)).toEqual(before);
  });
});

test('what runs on demand costs its whole price', async () => {
  const bench = await fallenBack();
  bench.twin.spot.suspend(LIVE_GROUP, { processes: ['OUT_OF_STRATEGY'] });
  await bench.clock.advance(60 * MINUTES);
  const window = { fromDate: '2026-01-01', toDate: '2026-03-01' };
  const savings = bench.twin.spot.control
    .detailedCosts(LIVE_GROUP, window)
    .map((each) => (each as { savings: { value: number } }).savings.value);
  expect(savings.sort()).toEqual([0, 70, 70]);
});
