// Journals that earlier releases have written: every later Penstock opens them and finishes what they had begun.
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ExecutionFinished } from '../../src/execution/event.ts';
import { evolveAll } from '../../src/execution/evolve.ts';
import type { Journal } from '../../src/execution/journal.ts';
import { judgeUnpause } from '../../src/execution/judge-pause.ts';
import { type DriveResult, drive } from '../../src/execution/runner.ts';
import { judgeApproval } from '../../src/execution/signals.ts';
import { emptyState } from '../../src/execution/state.ts';
import { openSqliteJournal } from '../../src/store/sqlite/sqlite-journal.ts';
import { buildRunView } from '../../src/view/build-run-view.ts';
import { createVirtualClock, type VirtualClock } from '../virtual-clock.ts';
import { type FixtureCloud, fixtureSteps } from './fixture-steps.ts';

const fixtures = join(import.meta.dirname, '..', 'fixtures');
const formats = readdirSync(fixtures).filter((name) => name.startsWith('journal-format-'));
const AN_HOUR_LATER = Date.UTC(2026, 0, 5, 10);

let folder: string;
let clock: VirtualClock;
let journal: Journal;

function open(format: string): void {
  const file = join(folder, 'journal.sqlite');
  copyFileSync(join(fixtures, format, 'journal.sqlite'), file);
  clock = createVirtualClock(AN_HOUR_LATER, 50);
  journal = openSqliteJournal({ file, wallNow: clock.now });
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'penstock-format-'));
});
afterEach(async () => {
  await journal.close();
  rmSync(folder, { recursive: true });
});

async function driveOn(id: string, cloud: FixtureCloud): Promise<DriveResult> {
  let isOver = false;
  const driving = drive({
    id,
    journal,
    clock,
    steps: fixtureSteps(cloud),
    scripts: { run: async () => ({ status: 'lost' }) },
    secrets: { read: () => undefined },
    logs: { write: () => {}, folder: () => '' },
    owner: 'a later release',
    parkWhenIdle: true,
  }).finally(() => {
    isOver = true;
  });
  driving.catch(() => undefined);
  await clock.drive(() => isOver, 600_000);
  return driving;
}

async function approve(
  id: string,
  by: string,
  inputs: Readonly<Record<string, string>> = {},
): Promise<void> {
  const row = await journal.row(id);
  const plan = await journal.plan(row?.planHash ?? '');
  const at = clock.now();
  const signal = { by, groups: ['ops'], decision: 'approve', at, inputs } as const;
  const verdict = await journal.signal(id, (events) => judgeApproval(events, plan, signal));
  expect(verdict).toMatchObject({ status: 'accepted' });
}

const success = { status: 'finished', result: { end: 'Success' } };

describe.each(formats)('%s', (format) => {
  test('every run can be read and shown', async () => {
    open(format);
    const rows = await journal.list();
    expect(rows.slice(-3).map(({ id }) => id)).toEqual(['3', '2', '1']);
    for (const { id, planHash, length } of rows) {
      const [plan, events] = [await journal.plan(planHash), await journal.read(id, 0)];
      expect(evolveAll(emptyState(plan), events).length).toBe(length);
      expect(buildRunView(plan, events, clock.now()).pipeline).toBe('sample');
    }
  });

  test('the run at its gate takes the second approval and those of the next gate, and ends', async () => {
    open(format);
    const cloud: FixtureCloud = { written: [], hangsAt: null };
    await approve('1', 'bob');
    expect(await driveOn('1', cloud)).toMatchObject({ status: 'parked' });
    await approve('1', 'ann');
    await approve('1', 'bob');
    expect(await driveOn('1', cloud)).toMatchObject(success);
    expect(cloud.written).toEqual(['rung 0', 'rung 1', 'green-last']);
  });

  test('the run that was killed after a write was sent reads it back and ends', async () => {
    open(format);
    const cloud: FixtureCloud = { written: ['a', 'b'], hangsAt: null };
    expect(await driveOn('3', cloud)).toMatchObject(success);
    expect(cloud.written).toEqual(['a', 'b', 'c']);
  });

  test('the run that had ended keeps its end', async () => {
    open(format);
    const row = await journal.row('2');
    const last = (await journal.read('2', 0)).at(-1) as ExecutionFinished;
    expect([row?.phase, last.end, last.cause]).toEqual(['done', 'RolledBack', 'aborted']);
  });
});

test('a paused run of format 3 goes on with what it was given, and hands on what its approvers give', async () => {
  open('journal-format-3');
  const cloud: FixtureCloud = { written: ['a'], hangsAt: null };
  const row = await journal.row('4');
  const plan = await journal.plan(row?.planHash ?? '');
  const signal = { by: 'bob', at: clock.now() };
  await journal.signal('4', (events) => judgeUnpause(events, plan, signal));
  expect(await driveOn('4', cloud)).toMatchObject({ status: 'parked' });
  await approve('4', 'ann');
  await approve('4', 'bob', { ticket: 'OPS-7' });
  expect(await driveOn('4', cloud)).toMatchObject(success);
  expect(cloud.written).toEqual(['a', 'b', 'OPS-7']);
});

test('a run whose events have a newer format is left alone, and the message says why', async () => {
  open('journal-format-1');
  await journal.close();
  const file = join(folder, 'journal.sqlite');
  const database = new DatabaseSync(file);
  database.exec(`UPDATE event SET body = json_set(body, '$.format', 4) WHERE seq = 0`);
  database.close();
  journal = openSqliteJournal({ file, wallNow: clock.now });
  const before = await journal.read('3', 0);
  await expect(driveOn('3', { written: [], hangsAt: null })).rejects.toThrow(
    /started by a newer Penstock: its events have format 4 .*Nothing was changed/,
  );
  expect(await journal.read('3', 0)).toEqual(before);
});
