// Group commit: what shares a transaction, what fails alone, and what fails together.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CommitQueue, createCommitQueue } from './commit-queue.ts';

let folder: string;
let database: DatabaseSync;
let onlooker: DatabaseSync;
let queue: CommitQueue;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'penstock-queue-'));
  const file = join(folder, 'queue.db');
  database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = WAL; CREATE TABLE entry (name TEXT UNIQUE)');
  onlooker = new DatabaseSync(file);
  queue = createCommitQueue(database);
});

afterEach(() => {
  onlooker.close();
  database.close();
  rmSync(folder, { recursive: true });
});

const insert = (name: string) => () => {
  database.prepare('INSERT INTO entry VALUES (?)').run(name);
  return name;
};

function seenByOthers(): unknown[] {
  return onlooker
    .prepare('SELECT name FROM entry ORDER BY name')
    .all()
    .map((row) => row['name']);
}

test('writes of one turn share one transaction, and nobody sees a part of it', async () => {
  const seenBetween: unknown[][] = [];
  const both = [
    queue.enqueue(insert('a')),
    queue.enqueue(() => seenBetween.push(seenByOthers())),
    queue.enqueue(insert('b')),
  ];
  expect(seenByOthers()).toEqual([]);
  await Promise.all(both);
  expect(seenBetween).toEqual([[]]);
  expect(seenByOthers()).toEqual(['a', 'b']);
});

test('a write is answered with its own result, and only when it is committed', async () => {
  expect(await queue.enqueue(insert('a'))).toBe('a');
  expect(seenByOthers()).toEqual(['a']);
});

test('a write that throws by itself fails alone', async () => {
  const bad = queue.enqueue(() => {
    throw new Error('refused');
  });
  const good = queue.enqueue(insert('b'));
  await expect(bad).rejects.toThrow('refused');
  await good;
  expect(seenByOthers()).toEqual(['b']);
});

test('when the database fails, the whole batch is taken back and the next one works', async () => {
  const batch = await Promise.allSettled([
    queue.enqueue(insert('a')),
    queue.enqueue(insert('a')),
    queue.enqueue(insert('b')),
  ]);
  expect(batch.map((answer) => answer.status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(seenByOthers()).toEqual([]);
  await queue.enqueue(insert('c'));
  expect(seenByOthers()).toEqual(['c']);
});

test('closing commits what was queued and refuses what comes later', async () => {
  const queued = queue.enqueue(insert('a'));
  queue.close();
  expect(seenByOthers()).toEqual(['a']);
  await queued;
  await expect(queue.enqueue(insert('b'))).rejects.toThrow('closed');
});
