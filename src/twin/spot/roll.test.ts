// Rolls: instances replaced in batches, launch before terminate, stopped and failed ones.
import { describe, expect, test } from 'vitest';
import { type TwinBench, twinBench } from '../../../tests/twin-bench.ts';
import {
  AMI_1,
  AMI_2,
  BLUE,
  groupDocument,
  LIVE_GROUP,
  twinWorld,
} from '../../../tests/twin-world.ts';
import type { JsonObject } from '../../lib/json.ts';

const REQUEST = { batchSizePercentage: 50, gracePeriod: 300, drainingTimeout: 60 };

function start(bench: TwinBench, request: JsonObject = REQUEST): string {
  const [roll] = bench.twin.spot.control.startRoll(LIVE_GROUP, request);
  return String((roll as JsonObject)['id']);
}

function status(bench: TwinBench, rollId: string): JsonObject {
  return bench.twin.spot.control.rollStatus(LIVE_GROUP, { rollId })[0] as JsonObject;
}

function ids(bench: TwinBench): unknown[] {
  return bench.twin.spot.status(LIVE_GROUP).map(({ instanceId }) => instanceId);
}

/** A live group whose newer image is never healthy. */
function sickBench(): TwinBench {
  const bench = twinBench(
    twinWorld({
      amis: [
        { id: AMI_1, version: '1' },
        { id: AMI_2, version: '2', simulated: { healthStatus: 500 } },
      ],
    }),
  );
  bench.twin.spot.update(LIVE_GROUP, groupDocument('shop', BLUE, 2, AMI_2));
  return bench;
}

test('every instance is replaced, and never fewer than the target serve', async () => {
  const bench = twinBench();
  const before = ids(bench);
  const id = start(bench);
  expect(status(bench, id)).toMatchObject({
    status: 'IN_PROGRESS',
    numberOfBatches: 2,
    currentBatch: 1,
    progress: { unit: 'percent', value: 0 },
  });
  let fewest = 2;
  await bench.clock.drive(() => {
    const serving = bench.states(BLUE).filter((state) => state === 'healthy').length;
    fewest = Math.min(fewest, serving);
    return status(bench, id)['status'] === 'FINISHED';
  }, 900_000);
  expect(fewest).toBe(2);
  await bench.clock.advance(61_000);
  expect(ids(bench)).toHaveLength(2);
  expect(ids(bench).filter((each) => before.includes(each))).toEqual([]);
  expect(status(bench, id)).toMatchObject({
    progress: { value: 100 },
    instances: [
      { blue: [{ batchNum: 1, status: 'DETACHED' }], green: [{ status: 'RUNNING' }] },
      { blue: [{ batchNum: 2 }], green: [{ batchNum: 2 }] },
    ],
  });
});

test('while it runs, writes and another roll are refused', () => {
  const bench = twinBench();
  start(bench);
  const { spot } = bench.twin;
  const rolling = expect.objectContaining({ code: 'GROUP_HAS_ROLL', httpStatus: 400 });
  expect(() => start(bench)).toThrow(rolling);
  expect(() => spot.update(LIVE_GROUP, { name: 'other' })).toThrow(rolling);
  expect(() => spot.capacity(LIVE_GROUP, { minimum: 0, target: 0, maximum: 0 })).toThrow(rolling);
  expect(() => spot.control.scaleDown(LIVE_GROUP, {})).toThrow(rolling);
});

test('stopped, it gives the new instances of its batch up and keeps the old', async () => {
  const bench = twinBench();
  const before = ids(bench);
  const rollId = start(bench);
  await bench.clock.advance(60_000);
  bench.twin.spot.control.stopRoll(LIVE_GROUP, { rollId, roll: { status: 'STOPPED' } });
  await bench.clock.advance(600_000);
  expect(ids(bench)).toEqual(before);
  expect(bench.twin.spot.control.listRolls(LIVE_GROUP, {})).toMatchObject([
    { id: rollId, status: 'STOPPED' },
  ]);
});

test('a batch that stays unhealthy fails the roll, which holds the group until it is stopped', async () => {
  const bench = sickBench();
  const before = ids(bench);
  const rollId = start(bench);
  await bench.clock.drive(() => status(bench, rollId)['status'] === 'FAILED', 400_000);
  expect(ids(bench)).toEqual(expect.arrayContaining(before));
  expect(() => start(bench)).toThrow(rollId);
  bench.twin.spot.control.stopRoll(LIVE_GROUP, { rollId, roll: { status: 'STOPPED' } });
  await bench.clock.advance(120_000);
  expect(ids(bench)).toEqual(before);
});

test('on failure the new ones are taken out where that is asked for', async () => {
  const bench = sickBench();
  const before = ids(bench);
  const strategy = { onFailure: { actionType: 'DETACH_NEW' } };
  const rollId = start(bench, { ...REQUEST, strategy });
  await bench.clock.drive(() => status(bench, rollId)['status'] === 'FAILED', 400_000);
  await bench.clock.advance(61_000);
  expect(ids(bench)).toEqual(before);
});

test('a call takes the new ones of every batch out and ends the roll', async () => {
  const bench = twinBench();
  const rollId = start(bench);
  const greenOf = (): string[] =>
    (status(bench, rollId)['instances'] as { green: { instanceId: string }[] }[])
      .flatMap((batch) => batch.green)
      .map(({ instanceId }) => instanceId);
  await bench.clock.drive(() => greenOf().length === 2, 900_000);
  const green = greenOf();
  const [answer] = bench.twin.spot.control.rollAction(LIVE_GROUP, {
    rollId,
    actionType: 'DETACH_NEW',
    shouldHandleAllBatches: true,
  });
  expect(answer).toMatchObject({ rollId, actionType: 'DETACH_NEW', detachedInstances: green });
  expect(status(bench, rollId)['status']).toBe('STOPPED');
  await bench.clock.advance(600_000);
  expect(ids(bench)).toHaveLength(2);
});

test('taking instances out lowers the target, but not below the minimum and only if asked', () => {
  for (const [isLess, minimum, target] of [
    [undefined, 0, 1],
    [true, 2, 2],
    [false, 0, 2],
  ]) {
    const bench = twinBench();
    bench.twin.spot.update(LIVE_GROUP, { capacity: { minimum: Number(minimum) } });
    const rollId = start(bench);
    bench.twin.spot.control.rollAction(LIVE_GROUP, {
      rollId,
      actionType: 'DETACH_OLD',
      ...(isLess === undefined ? {} : { shouldDecrementTargetCapacity: isLess }),
    });
    expect(bench.twin.spot.read(LIVE_GROUP)[0]).toMatchObject({ capacity: { target } });
  }
});

describe('a roll that restarts', () => {
  const restart = { ...REQUEST, strategy: { action: 'RESTART_SERVER' } };

  test('takes every instance down and up again in its place, batch by batch', async () => {
    const bench = twinBench();
    const before = ids(bench);
    const rollId = start(bench, restart);
    let fewest = 2;
    await bench.clock.drive(() => {
      expect(ids(bench)).toEqual(before);
      const up = before.filter((id) => bench.host.respond(String(id)) !== undefined);
      fewest = Math.min(fewest, up.length);
      return status(bench, rollId)['status'] === 'FINISHED';
    }, 1_800_000);
    expect(fewest).toBe(1);
    expect(bench.states(BLUE)).toEqual(['healthy', 'healthy']);
    expect(status(bench, rollId)).toMatchObject({ strategyAction: 'RESTART_SERVER' });
  });

  test('drains what it takes down for the time of the roll', async () => {
    const bench = twinBench();
    const [first] = ids(bench);
    start(bench, restart);
    expect(bench.states(BLUE)).toEqual(['draining', 'healthy']);
    await bench.clock.advance(59_000);
    expect(bench.host.respond(String(first))).toBeDefined();
    await bench.clock.advance(2_000);
    expect(bench.host.respond(String(first))).toBeUndefined();
  });

  test('gives them the grace of the roll, longer than that of the group', async () => {
    const bench = twinBench(
      twinWorld({ amis: [{ id: AMI_1, version: '1', simulated: { bootMs: 180_000 } }] }),
    );
    const before = ids(bench);
    const launchSpecification = { healthCheckGracePeriod: 60 };
    bench.twin.spot.update(LIVE_GROUP, { compute: { launchSpecification } });
    const rollId = start(bench, { ...restart, gracePeriod: 1_200 });
    const isOver = (): boolean => status(bench, rollId)['status'] === 'FINISHED';
    await bench.clock.drive(isOver, 3_600_000);
    expect(ids(bench)).toEqual(before);
  });

  test('keeps its instances when it is stopped', async () => {
    const bench = twinBench();
    const before = ids(bench);
    const rollId = start(bench, restart);
    await bench.clock.advance(30_000);
    bench.twin.spot.control.stopRoll(LIVE_GROUP, { rollId, roll: { status: 'STOPPED' } });
    await bench.clock.advance(600_000);
    expect(ids(bench)).toEqual(before);
    expect(bench.states(BLUE)).toEqual(['healthy', 'healthy']);
  });
});

test('rolls are listed newest first, as many as asked for', async () => {
  const bench = twinBench();
  const first = start(bench, { ...REQUEST, healthCheckType: 'NONE', batchSizePercentage: 100 });
  await bench.clock.drive(() => status(bench, first)['status'] === 'FINISHED', 300_000);
  const second = start(bench);
  const list = (request: JsonObject): unknown[] =>
    bench.twin.spot.control
      .listRolls(LIVE_GROUP, request)
      .map((each) => (each as JsonObject)['id']);
  expect(list({})).toEqual([second, first]);
  expect(list({ limit: 1, sort: 'createdAt:ASC' })).toEqual([first]);
});

test.each<[string, JsonObject]>([
  ['batchSizePercentage', { gracePeriod: 300 }],
  ['gracePeriod', { batchSizePercentage: 20 }],
  ['batchSizePercentage', { ...REQUEST, batchSizePercentage: 101 }],
  ['healthCheckType', { ...REQUEST, healthCheckType: 'PING' }],
  ['onFailure.actionType', { ...REQUEST, strategy: { onFailure: {} } }],
])('without a right %s it is refused', (field, request) => {
  const bench = twinBench();
  expect(() => start(bench, request)).toThrow(`'${field}'`);
  expect(bench.twin.spot.control.listRolls(LIVE_GROUP, {})).toEqual([]);
});
