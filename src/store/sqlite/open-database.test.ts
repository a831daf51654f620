// Files that cannot be used: what the person who started Penstock is told.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { explaining } from './database-error.ts';
import { openDatabase } from './open-database.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'penstock-open-'));
  file = join(folder, 'state', 'penstock.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

function open(): DatabaseSync {
  return openDatabase({ file, busyTimeoutMs: 1 });
}

function closedDatabase(...statements: readonly string[]): void {
  open().close();
  const database = new DatabaseSync(file);
  for (const statement of statements) database.exec(statement);
  database.close();
}

test('a new file is made together with its folder, for this user only', () => {
  open().close();
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'state')).mode & 0o777).toBe(0o700);
});

test('every commit is synced to disk', () => {
  const database = open();
  expect(database.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
  expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
  database.close();
});

test('a file of a newer format is left alone, and the message says which Penstock to use', () => {
  closedDatabase('PRAGMA user_version = 99');
  const before = readFileSync(file);
  expect(open).toThrow(/has format 99, and this Penstock knows formats up to \d+/);
  expect(readFileSync(file)).toEqual(before);
});

test('the database of another program is left alone', () => {
  mkdirSync(join(folder, 'state'));
  const other = new DatabaseSync(file);
  other.exec('CREATE TABLE theirs (name TEXT)');
  other.close();
  const before = readFileSync(file);
  expect(open).toThrow('the database of another program');
  expect(readFileSync(file)).toEqual(before);
});

test('a file that is no database is named as such', () => {
  mkdirSync(join(folder, 'state'));
  writeFileSync(file, 'a shopping list, and a long one at that\n'.repeat(100));
  expect(open).toThrow('it is not a database');
});

test('a damaged file is named as such', () => {
  closedDatabase();
  const bytes = readFileSync(file);
  bytes.fill(0x5a, 100);
  writeFileSync(file, bytes);
  expect(open).toThrow('its content is damaged');
});

test('a folder in the place of the file is named as such', () => {
  mkdirSync(file, { recursive: true });
  expect(open).toThrow('cannot be created or written to');
});

test('a locked file says that another process holds it', () => {
  closedDatabase();
  const other = new DatabaseSync(file);
  other.exec('BEGIN IMMEDIATE');
  expect(open).toThrow('another process has kept it locked');
  other.close();
});

test('a file that may not be written to says whose right is missing', () => {
  closedDatabase();
  const database = new DatabaseSync(file, { readOnly: true });
  const write = (): void => database.exec(`INSERT INTO plan VALUES ('h', '{}')`);
  expect(() => explaining(file, write)).toThrow('it may not be written to');
  database.close();
});
