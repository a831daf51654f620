// The driver over a memory journal: what it takes and what it leaves, how it says why not, and what waiting costs.
import { afterEach, expect, test } from 'vitest';
import { eventually } from '../../../tests/eventually.ts';
import { ladderPlan } from '../../../tests/view-fixture.ts';
import type { WorldClock } from '../../app/world.ts';
import type { ExecutionStarted } from '../../execution/event.ts';
import { createMemoryJournal } from '../../store/memory/memory-journal.ts';
import { createRunRows } from '../live/run-rows.ts';
import { createKnownRuns } from '../runs/known-runs.ts';
import { createDriver, type DriveOne, type Driver } from './driver.ts';

const started: ExecutionStarted & { at: number } = {
  type: 'ExecutionStarted',
  at: 0,
  format: 3,
  planHash: 'plan',
  pipeline: 'p',
  world: { kind: 'aws', identity: {} },
  startedBy: 'ada',
  bound: [],
  folder: '/srv/shop',
};
let driver: Driver | undefined;

afterEach(async () => {
  await driver?.stop();
  driver = undefined;
});

function bench(drive?: DriveOne, limit = 10) {
  const wall = { now: 1_000_000 };
  const world = { now: 0 };
  const journal = createMemoryJournal({ wallNow: () => wall.now });
  const projects = [{ id: 'shop', name: 'Shop', folder: '/srv/shop' }];
  const clock: WorldClock = {
    now: () => world.now,
    after: () => () => undefined,
    speed: () => 1,
    isLost: () => false,
  };
  const taken: string[] = [];
  const defects: unknown[] = [];
  const start = (folder = '/srv/shop') =>
    journal.create('plan', ladderPlan(), { ...started, folder });
  const made = createDriver({
    rows: createRunRows(journal, { hasChanged: () => true }),
    known: createKnownRuns(journal, projects),
    clocks: { of: async () => clock },
    isGone: (owner) => owner === 'dead',
    wallNow: () => wall.now,
    drive: async (run, prepared, letGo, onTaken) => {
      taken.push(run);
      await (drive ?? (async () => onTaken()))(run, prepared, letGo, onTaken);
    },
    reasonOf: (error) => (error instanceof RangeError ? error.message : undefined),
    onDefect: (error) => defects.push(error),
    onJournalChange: () => () => undefined,
    limit,
  });
  driver = made;
  return { wall, world, journal, taken, defects, start, driver: made };
}

const untilLetGo: DriveOne = (_run, _prepared, letGo, onTaken) => {
  onTaken();
  return new Promise((resolve) => letGo.addEventListener('abort', () => resolve()));
};

test('who starts a run elsewhere has a moment to drive it; what is asked for is taken at once', async () => {
  const { start, taken, wall, driver: own } = bench(untilLetGo);
  await start();
  await start();
  own.take('2');
  await eventually('the second', () => taken.length === 1);
  expect(taken).toEqual(['2']);
  wall.now += 3_000;
  await eventually('the first', () => taken.length === 2);
  expect(own.statusOf('1')).toEqual({ kind: 'driven' });
});

test('a run with a living owner is left alone, and one whose owner is dead is taken', async () => {
  const { start, taken, journal, driver: own } = bench(untilLetGo);
  for (const owner of ['alive', 'dead']) await journal.claim(owner, 0, 1_000_000, await start());
  await start('/srv/bank');
  own.take('3');
  await eventually('the orphan', () => taken.length === 1);
  expect(taken).toEqual(['2']);
  expect(own.statusOf('1')).toBeUndefined();
});

test('a run that waits is left until its time has come', async () => {
  const { start, taken, journal, world, driver: own } = bench(untilLetGo);
  const claim = await journal.claim('x', 0, 1_000, await start());
  if (claim !== undefined) await journal.park(claim, 1, 5_000);
  await eventually('it to wait', () => own.statusOf('1')?.kind === 'waiting');
  expect([taken, own.counts()]).toEqual([[], { driven: 0, waiting: 1, refused: 0 }]);
  world.now = 5_000;
  await eventually('its time', () => taken.length === 1);
  expect(own.statusOf('1')).toEqual({ kind: 'driven' });
});

test('why a run cannot go on is said until it can, and tried again later each time', async () => {
  let isBroken = true;
  const {
    start,
    taken,
    wall,
    driver: own,
  } = bench(async (run, prepared, letGo, onTaken) => {
    if (isBroken) throw new RangeError('The twin is gone.');
    await untilLetGo(run, prepared, letGo, onTaken);
  });
  own.take(await start());
  await eventually('the reason', () => own.statusOf('1')?.kind === 'refused');
  expect(own.statusOf('1')).toMatchObject({ says: 'The twin is gone.', retryAt: wall.now + 1_000 });
  wall.now += 4_000;
  await eventually('the second try', () => taken.length === 2);
  await eventually('its reason', () => {
    const status = own.statusOf('1');
    return status?.kind === 'refused' && status.retryAt === wall.now + 2_000;
  });
  isBroken = false;
  own.take('1');
  await eventually('it to go on', () => own.statusOf('1')?.kind === 'driven');
});

test('a defect in one run is told and harms no other', async () => {
  const {
    start,
    defects,
    driver: own,
  } = bench(async (run, prepared, letGo, onTaken) => {
    if (run === '1') throw new Error('a hole');
    await untilLetGo(run, prepared, letGo, onTaken);
  });
  for (const run of [await start(), await start()]) own.take(run);
  await eventually('the other', () => own.statusOf('2')?.kind === 'driven');
  expect(defects).toHaveLength(1);
  expect(own.statusOf('1')).toMatchObject({ kind: 'refused' });
});

test('no more are driven at once than the limit, and all are let go of at the end', async () => {
  const { start, taken, driver: own } = bench(untilLetGo, 2);
  for (let count = 0; count < 3; count++) own.take(await start());
  await eventually('two of them', () => taken.length === 2);
  expect(own.counts()).toMatchObject({ driven: 2 });
  await own.stop();
  expect([own.counts().driven, taken]).toEqual([0, ['1', '2']]);
});
