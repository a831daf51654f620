// Files that a crash of the machine or a dying disk has damaged: what was lost is said or done again, and nothing is guessed.
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { STEPS } from './one-run.ts';
import { cloudWrites, driveRun, journalled, type Places, startAndPause } from './run-process.ts';

let folder: string;
let places: Places;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'penstock-damage-'));
  places = { file: join(folder, 'journal.sqlite'), cloudFile: join(folder, 'cloud') };
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Leaves the end of the journal in the write-ahead log, as a machine that loses its power does. */
async function killedRun(): Promise<void> {
  const driving = await startAndPause(places);
  process.kill(driving.pid, 'SIGKILL');
  driving.goOn();
  expect((await driving.ended).signal).toBe('SIGKILL');
}

/** Leaves everything in the one file. */
async function restingRun(): Promise<void> {
  await killedRun();
  await journalled(places);
}

function change(file: string, damage: (bytes: Buffer) => Buffer): void {
  writeFileSync(file, damage(readFileSync(file)));
}

const without = (count: number) => (bytes: Buffer) => bytes.subarray(0, bytes.length - count);
const garbled = (count: number) => (bytes: Buffer) => bytes.fill(0x5a, bytes.length - count);

test.each([
  ['is torn off in the middle of a page', without(1_000)],
  ['is garbled', garbled(1_000)],
])('when the end of the log %s, the run goes on from the commit before', async (_how, damage) => {
  await killedRun();
  change(`${places.file}-wal`, damage);
  expect((await driveRun(places)).end).toEqual({ status: 'Success' });
  expect(new Set(cloudWrites(places)).size).toBe(STEPS);
  expect(cloudWrites(places).length).toBeLessThanOrEqual(STEPS + 1);
});

test.each([
  ['a garbled last page', garbled(4_096)],
  ['a file that was cut off', without(3 * 4_096)],
])('%s stops everything until a backup is put back', async (_what, damage) => {
  await restingRun();
  const backup = join(folder, 'backup');
  copyFileSync(places.file, backup);
  const written = cloudWrites(places);
  change(places.file, damage);
  const driven = await driveRun(places);
  expect(driven.code).toBe(1);
  expect(driven.end?.message).toMatch(/damaged.*Put (it|the database) back from a backup/);
  expect(cloudWrites(places)).toEqual(written);
  copyFileSync(backup, places.file);
  expect((await driveRun(places)).end).toEqual({ status: 'Success' });
});

test.each([
  [
    'an event whose text is damaged',
    `UPDATE event SET body = '{"at' WHERE seq = 2`,
    'event 2 of execution 1',
  ],
  ['an event that is gone', 'DELETE FROM event WHERE seq = 2', 'lacks 1 of its'],
])('%s is named', async (_what, statement, words) => {
  await restingRun();
  const database = new DatabaseSync(places.file);
  database.exec(statement);
  database.close();
  const driven = await driveRun(places);
  expect(driven.code).toBe(1);
  expect(driven.end?.message).toContain(words);
});
