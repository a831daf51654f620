// Opens the server's own database file and brings its tables to the present format.
import { chmodSync, closeSync, openSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { Database, Row } from './database.ts';
import { SCHEMA_STEPS } from './schema.ts';

const BUSY_MS = 5_000;
const MODE = 0o600;

export function openDatabase(file: string): Database {
  onlyForItsUser(file);
  const sqlite = new DatabaseSync(file);
  sqlite.exec(
    `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = ${BUSY_MS}`,
  );
  const statements = new Map<string, StatementSync>();
  const prepared = (sql: string): StatementSync => {
    const known = statements.get(sql) ?? sqlite.prepare(sql);
    statements.set(sql, known);
    return known;
  };
  let depth = 0;
  const database: Database = {
    all: (sql, ...values) => prepared(sql).all(...values.map(whole)) as Row[],
    one: (sql, ...values) => prepared(sql).get(...values.map(whole)) as Row | undefined,
    run: (sql, ...values) => Number(prepared(sql).run(...values.map(whole)).changes),
    transaction(work) {
      if (depth > 0) return work();
      sqlite.exec('BEGIN IMMEDIATE');
      depth = 1;
      try {
        const result = work();
        sqlite.exec('COMMIT');
        return result;
      } catch (error) {
        sqlite.exec('ROLLBACK');
        throw error;
      } finally {
        depth = 0;
      }
    },
    close: () => sqlite.close(),
  };
  migrate(sqlite, database);
  return database;
}

/** Hashes of passwords are in it; what SQLite puts beside it is made as the file is. */
function onlyForItsUser(file: string): void {
  if (file === ':memory:') return;
  closeSync(openSync(file, 'a', MODE));
  chmodSync(file, MODE);
}

/** Clocks count parts of milliseconds; no column here does. */
function whole(value: SQLInputValue): SQLInputValue {
  return typeof value === 'number' ? Math.floor(value) : value;
}

function migrate(sqlite: DatabaseSync, database: Database): void {
  const version = Number(database.one('PRAGMA user_version')?.['user_version'] ?? 0);
  if (version > SCHEMA_STEPS.length) {
    sqlite.close();
    throw new Error(
      `The server's database is of format ${version}, and this Penstock knows ${SCHEMA_STEPS.length}: a newer one has written it. Use that one.`,
    );
  }
  database.transaction(() => {
    for (const step of SCHEMA_STEPS.slice(version)) sqlite.exec(step);
    sqlite.exec(`PRAGMA user_version = ${SCHEMA_STEPS.length}`);
  });
}
