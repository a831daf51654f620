// Writes a fixture of the present journal format: `node tests/journal-format/make-fixture.ts FOLDER`.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { EVENT_FORMAT } from '../../src/execution/event-format.ts';
import type { Journal } from '../../src/execution/journal.ts';
import { judgeGiven } from '../../src/execution/judge-given.ts';
import { judgePause } from '../../src/execution/judge-pause.ts';
import { type DriveResult, drive } from '../../src/execution/runner.ts';
import { judgeAbort, judgeApproval } from '../../src/execution/signals.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { openSqliteJournal } from '../../src/store/sqlite/sqlite-journal.ts';
import { createVirtualClock, type VirtualClock } from '../virtual-clock.ts';
import { aborted, asking, killed, waiting } from './fixture-plans.ts';
import { type FixtureCloud, fixtureSteps } from './fixture-steps.ts';

const STARTED_AT = Date.UTC(2026, 0, 5, 9);

interface Bench {
  readonly clock: VirtualClock;
  readonly journal: Journal;
}

await main(process.argv[2] ?? '');

/**
 * Run 1 waits for its second approval, run 2 has ended, run 3 was killed after a write was sent, run 4 is
 * paused and was given meanwhile what it asks for.
 */
async function main(folder: string): Promise<void> {
  const file = join(folder, 'journal.sqlite');
  if (folder === '' || existsSync(file)) throw new Error('name a folder that holds no journal yet');
  mkdirSync(folder, { recursive: true });
  const clock = createVirtualClock(STARTED_AT, 50);
  const journal = openSqliteJournal({ file, wallNow: clock.now });
  const bench: Bench = { clock, journal };

  const first = await started(bench, waiting);
  await untilParked(bench, first);
  await journal.signal(first, (events) =>
    judgeApproval(events, waiting, {
      by: 'ann',
      groups: ['ops'],
      decision: 'approve',
      at: clock.now(),
      comment: 'fine',
    }),
  );
  await untilParked(bench, first);

  const second = await started(bench, aborted);
  await untilParked(bench, second);
  await journal.signal(second, (events) =>
    judgeAbort(events, aborted, { by: 'bob', restore: true, at: clock.now() }),
  );
  await untilParked(bench, second);

  const third = await started(bench, killed);
  driven(bench, third, { written: [], hangsAt: 'b' }).catch(() => undefined);
  await clock.advance(1_000);

  const fourth = await started(bench, asking);
  await untilParked(bench, fourth);
  const bob = { by: 'bob', at: clock.now(), comment: 'lunch' };
  await journal.signal(fourth, (events) => judgePause(events, asking, bob));
  await journal.signal(fourth, (events) =>
    judgeGiven(
      events,
      asking,
      { by: 'ann', values: { write: 'b' }, at: clock.now() },
      () => undefined,
    ),
  );
  await untilParked(bench, fourth);
  await journal.close();
}

function started({ clock, journal }: Bench, plan: Plan): Promise<string> {
  const planHash = createHash('sha256').update(JSON.stringify(plan)).digest('hex');
  return journal.create(planHash, plan, {
    at: clock.now(),
    type: 'ExecutionStarted',
    format: EVENT_FORMAT,
    planHash,
    pipeline: plan.pipeline.name,
    world: { kind: 'twin', url: 'http://127.0.0.1:1' },
    startedBy: 'ada',
    bound: plan.bound,
  });
}

/** A run that waits for a retry is taken up again when that is due. */
async function untilParked(bench: Bench, id: string): Promise<void> {
  const cloud: FixtureCloud = { written: [], hangsAt: null };
  for (;;) {
    const result = await moving(bench.clock, driven(bench, id, cloud));
    if (result.status === 'finished') return;
    const wakeAt = result.status === 'parked' ? result.wakeAt : undefined;
    if (wakeAt === undefined || wakeAt > bench.clock.now() + 60_000) return;
    await bench.clock.advance(wakeAt - bench.clock.now());
  }
}

/** Moves the clock until the work is done. */
async function moving<Result>(clock: VirtualClock, work: Promise<Result>): Promise<Result> {
  let isOver = false;
  const ended = work.finally(() => {
    isOver = true;
  });
  await clock.drive(() => isOver, 60_000);
  return ended;
}

function driven({ clock, journal }: Bench, id: string, cloud: FixtureCloud): Promise<DriveResult> {
  return drive({
    id,
    journal,
    clock,
    steps: fixtureSteps(cloud),
    scripts: { run: async () => ({ status: 'lost' }) },
    secrets: { read: () => undefined },
    logs: { write: () => {}, folder: () => '' },
    owner: 'fixture',
    parkWhenIdle: true,
  });
}
