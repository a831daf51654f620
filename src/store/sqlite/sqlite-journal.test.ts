// The SQLite journal between processes: one file, several users, and deaths in the middle.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  abort,
  accept,
  aPlan,
  claimOf,
  fact,
  started,
} from '../../../tests/conformance/journal/journal-bench.ts';
import type { Journal } from '../../execution/journal.ts';
import { openSqliteJournal } from './sqlite-journal.ts';

let folder: string;
let file: string;
let journals: Journal[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'penstock-sqlite-'));
  file = join(folder, 'penstock.db');
  journals = [];
});
afterEach(async () => {
  for (const journal of journals) await journal.close();
  rmSync(folder, { recursive: true });
});

function open(busyTimeoutMs = 5_000): Journal {
  const journal = openSqliteJournal({ file, wallNow: () => Date.now(), busyTimeoutMs });
  journals.push(journal);
  return journal;
}

test('two users of one file see each other: one claim, and a signal that puts the owner behind', async () => {
  const [run, approve] = [open(), open()];
  const id = await run.create('p', aPlan('p'), started());
  const claim = claimOf(await run.claim('run', 0, 30_000, id));
  expect(await approve.claim('approve', 0, 30_000, id)).toBeUndefined();
  await approve.signal(id, accept(abort()));
  expect(await run.append(claim, 1, [fact('a')])).toEqual({ status: 'behind', tail: [abort()] });
});

test('a locked file fails the write, and nothing is lost once it is free', async () => {
  const journal = open(1);
  const other = new DatabaseSync(file);
  other.exec('BEGIN IMMEDIATE');
  await expect(journal.create('p', aPlan('p'), started())).rejects.toThrow('kept it locked');
  other.close();
  expect(await journal.create('p', aPlan('p'), started())).toBe('1');
});

test('after kill -9 everything that was acknowledged is there', async () => {
  const writer = spawn(process.execPath, ['--input-type=module', '-e', WRITER, file], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => writer.once('exit', resolve));
  let acknowledged = 0;
  for await (const chunk of writer.stdout) {
    acknowledged = Number(String(chunk).trim().split('\n').at(-1));
    if (acknowledged > 50) writer.kill('SIGKILL');
  }
  await ended;
  const events = await open().read('1', 0);
  expect(events.length).toBeGreaterThanOrEqual(acknowledged);
  expect(events).toEqual([started(), ...events.slice(1).map(() => fact('n'))]);
});

test('two users that append to their own executions at the same time lose nothing', async () => {
  const journal = open();
  const writers = ['a', 'b'].map((name) => openSqliteJournal({ file, wallNow: () => name.length }));
  const lengths = await Promise.all(
    writers.map(async (writer) => {
      const id = await writer.create('p', aPlan('p'), started());
      const claim = claimOf(await writer.claim('me', 0, 30_000, id));
      for (let length = 1; length < 30; length += 1) {
        await writer.append(claim, length, [fact('n')]);
      }
      return (await journal.row(id))?.length;
    }),
  );
  for (const writer of writers) await writer.close();
  expect(lengths).toEqual([30, 30]);
});

/** Appends until it is killed and prints the acknowledged length after each answer. */
const WRITER = `
  const { openSqliteJournal } = await import('./sqlite-journal.ts');
  const { aPlan, fact, started } =
    await import('../../../tests/conformance/journal/journal-bench.ts');
  const journal = openSqliteJournal({ file: process.argv[1], wallNow: Date.now });
  const id = await journal.create('p', aPlan('p'), started());
  const claim = await journal.claim('writer', 0, 30000, id);
  for (let length = 1; ; ) {
    ({ length } = await journal.append(claim, length, [fact('n')]));
    process.stdout.write(length + '\\n');
  }
`;
