// Scheduled tasks of a group run on the twin's clock.
import { describe, expect, test } from 'vitest';
import { type TwinBench, twinBench } from '../../../tests/twin-bench.ts';
import { LIVE_GROUP } from '../../../tests/twin-world.ts';
import type { JsonObject } from '../../lib/json.ts';

const MINUTES = 60_000;

/** It is Monday, 12:00. */
function scheduled(...tasks: readonly JsonObject[]): TwinBench {
  const bench = twinBench();
  bench.twin.spot.update(LIVE_GROUP, { scheduling: { tasks } });
  return bench;
}

function capacity(bench: TwinBench): JsonObject {
  return bench.twin.spot.read(LIVE_GROUP)[0]?.['capacity'] as JsonObject;
}

const SCALE = { taskType: 'scale', scaleTargetCapacity: 4, cronExpression: '30 12 * * *' };

test('a capacity is set at its minute, and the instances come', async () => {
  const bench = scheduled({ ...SCALE, scaleMinCapacity: 3, scaleMaxCapacity: 6 });
  await bench.clock.advance(29 * MINUTES);
  expect(capacity(bench)).toMatchObject({ minimum: 2, target: 2, maximum: 4 });
  await bench.clock.advance(2 * MINUTES);
  expect(capacity(bench)).toMatchObject({ minimum: 3, target: 4, maximum: 6 });
  await bench.clock.advance(10 * MINUTES);
  expect(bench.health(LIVE_GROUP)).toHaveLength(4);
});

test('a capacity set by hand in between stays until the task is due again', async () => {
  const bench = scheduled({ ...SCALE, cronExpression: '30 * * * *' });
  await bench.clock.advance(31 * MINUTES);
  bench.twin.spot.capacity(LIVE_GROUP, { minimum: 2, target: 2, maximum: 4 });
  await bench.clock.advance(58 * MINUTES);
  expect(capacity(bench)).toMatchObject({ target: 2 });
  await bench.clock.advance(2 * MINUTES);
  expect(capacity(bench)).toMatchObject({ target: 4 });
});

describe('nothing happens', () => {
  test('for a task that is not enabled', async () => {
    const bench = scheduled({ ...SCALE, isEnabled: false });
    await bench.clock.advance(40 * MINUTES);
    expect(capacity(bench)).toMatchObject({ target: 2 });
  });

  test('while SCHEDULING is suspended, and what came due then is not made up for', async () => {
    const bench = scheduled(SCALE);
    const suspensions = [{ name: 'SCHEDULING', ttlInMinutes: 35 }];
    bench.twin.spot.suspend(LIVE_GROUP, { suspensions });
    await bench.clock.advance(60 * MINUTES);
    expect(capacity(bench)).toMatchObject({ target: 2 });
  });

  test('before the start of the task', async () => {
    const bench = scheduled({
      ...SCALE,
      startTime: '2026-01-05T13:00:00Z',
      cronExpression: '30 * * * *',
    });
    await bench.clock.advance(40 * MINUTES);
    expect(capacity(bench)).toMatchObject({ target: 2 });
    await bench.clock.advance(60 * MINUTES);
    expect(capacity(bench)).toMatchObject({ target: 4 });
  });

  test('while a roll holds the group, and the log says so', async () => {
    const bench = scheduled(SCALE);
    const roll = { batchSizePercentage: 50, gracePeriod: 3_600 };
    bench.twin.inject({ kind: 'failing-health', groupId: LIVE_GROUP });
    bench.twin.spot.control.startRoll(LIVE_GROUP, roll);
    await bench.clock.advance(40 * MINUTES);
    expect(capacity(bench)).toMatchObject({ target: 2 });
    const window = { fromDate: '2026-01-01', toDate: '2026-02-01', severity: 'ERROR' };
    expect(bench.twin.spot.control.logs(LIVE_GROUP, window)).toMatchObject([
      { message: expect.stringContaining('Scheduled task scale did not run') },
    ]);
  });
});

test('a task with a start only runs once and is deleted', async () => {
  const bench = scheduled({ ...SCALE, cronExpression: null, startTime: '2026-01-05T12:10:00Z' });
  await bench.clock.advance(11 * MINUTES);
  expect(capacity(bench)).toMatchObject({ target: 4 });
  expect(bench.twin.spot.read(LIVE_GROUP)[0]).toMatchObject({ scheduling: { tasks: [] } });
});

test.each<[JsonObject, number]>([
  [{ taskType: 'scaleUp', adjustment: 2 }, 4],
  [{ taskType: 'scaleUp', adjustment: 9 }, 4],
  [{ taskType: 'percentageScaleUp', adjustmentPercentage: 50 }, 3],
  [{ taskType: 'scaleDown', adjustment: 1 }, 1],
  [{ taskType: 'percentageScaleDown', adjustmentPercentage: 100 }, 0],
])('hourly, %j leads to %i', async (task, target) => {
  const bench = scheduled({ ...task, frequency: 'hourly', startTime: '2026-01-05T12:20:00Z' });
  bench.twin.spot.update(LIVE_GROUP, { capacity: { minimum: 0 } });
  await bench.clock.advance(19 * MINUTES);
  expect(capacity(bench)).toMatchObject({ target: 2 });
  await bench.clock.advance(2 * MINUTES);
  expect(capacity(bench)).toMatchObject({ target });
});

test('a roll begins by itself, and a backup leaves its line in the log', async () => {
  const roll = { taskType: 'roll', batchSizePercentage: 50, gracePeriod: 300 };
  const bench = scheduled(
    { ...roll, cronExpression: '1 12 * * *' },
    { taskType: 'backup_ami', cronExpression: '1 12 * * *' },
  );
  await bench.clock.advance(2 * MINUTES);
  expect(bench.twin.spot.control.listRolls(LIVE_GROUP, {})).toMatchObject([
    { status: 'IN_PROGRESS' },
  ]);
  const window = { fromDate: '2026-01-01', toDate: '2026-02-01' };
  expect(JSON.stringify(bench.twin.spot.control.logs(LIVE_GROUP, window))).toContain(
    'backup image',
  );
});

test.each<[string, JsonObject]>([
  ['taskType', { taskType: 'statefulUpdateCapacity', targetCapacity: 1 }],
  ['taskType', {}],
  ['cronExpression', { ...SCALE, cronExpression: 'daily' }],
  ['frequency', { ...SCALE, frequency: 'hourly' }],
  ['frequency', { taskType: 'scale', frequency: 'yearly' }],
  ['startTime', { ...SCALE, startTime: 'soon' }],
  ['scaleMaxCapacity', { ...SCALE, scaleMaxCapacity: -1 }],
  ['batchSizePercentage', { taskType: 'roll', frequency: 'daily' }],
])('a task without a right %s is refused: %j', (field, task) => {
  expect(() => scheduled(task)).toThrow(`'${field}'`);
});
