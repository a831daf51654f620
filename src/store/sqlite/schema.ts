// The tables of the database file, the version of their format, and how an older format becomes this one.
import type { DatabaseSync } from 'node:sqlite';
import { JournalFailure } from '../../execution/journal-failure.ts';

/** Marks the file as ours: the letters "Pstk" as a number. */
const APPLICATION_ID = 0x5073746b;

/**
 * Bodies lie in the order of writing, not by execution: then the events of one commit fill a few
 * pages, however many executions they belong to, and a commit is three times as fast.
 * Step n leads from format n to format n + 1; a step that was released is never changed.
 */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE plan (
     hash TEXT NOT NULL PRIMARY KEY,
     body TEXT NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE execution (
     id          INTEGER PRIMARY KEY,
     plan_hash   TEXT    NOT NULL REFERENCES plan (hash),
     epoch       INTEGER NOT NULL,
     length      INTEGER NOT NULL,
     phase       TEXT    NOT NULL CHECK (phase IN ('ready', 'parked', 'done')),
     wake_at     REAL,
     owner       TEXT,
     lease_until REAL    NOT NULL
   ) STRICT;
   CREATE INDEX execution_ready ON execution (lease_until) WHERE phase = 'ready';
   CREATE INDEX execution_due ON execution (wake_at) WHERE phase = 'parked';
   CREATE TABLE event (
     execution INTEGER NOT NULL REFERENCES execution (id),
     seq       INTEGER NOT NULL,
     body      TEXT    NOT NULL
   ) STRICT;
   CREATE UNIQUE INDEX event_place ON event (execution, seq);`,
  `CREATE TABLE hold (
     world     TEXT    NOT NULL,
     kind      TEXT    NOT NULL,
     name      TEXT    NOT NULL,
     execution INTEGER NOT NULL REFERENCES execution (id),
     PRIMARY KEY (world, kind, name)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX hold_execution ON hold (execution);
   CREATE TABLE waiter (
     id          INTEGER PRIMARY KEY AUTOINCREMENT,
     owner       TEXT    NOT NULL,
     lease_until REAL    NOT NULL,
     queued_at   REAL    NOT NULL,
     pipeline    TEXT    NOT NULL,
     started_by  TEXT    NOT NULL,
     resources   TEXT    NOT NULL
   ) STRICT;`,
  `CREATE TABLE place (
     id        INTEGER PRIMARY KEY AUTOINCREMENT,
     key       TEXT    NOT NULL,
     execution INTEGER NOT NULL REFERENCES execution (id),
     step      TEXT    NOT NULL,
     scope     TEXT    NOT NULL,
     UNIQUE (execution, step)
   ) STRICT;
   CREATE INDEX place_key ON place (key);`,
];

/** Brings the file to the format of this program in one transaction, or throws and changes nothing. */
export function prepareSchema(database: DatabaseSync, file: string): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    const format = formatOf(database, file);
    for (const migration of MIGRATIONS.slice(format)) database.exec(migration);
    if (format < MIGRATIONS.length) {
      database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
      database.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
    }
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** Throws at what is not ours or too new, and leaves every byte of it as it is. */
export function formatOf(database: DatabaseSync, file: string): number {
  const application = pragma(database, 'application_id');
  const format = pragma(database, 'user_version');
  const tables = database.prepare('SELECT count(*) AS count FROM sqlite_schema').get();
  const isEmpty = tables?.['count'] === 0;
  if (isEmpty && application === 0) return 0;
  if (application !== APPLICATION_ID) {
    throw new JournalFailure(
      `${file} is the database of another program; nothing was changed. ` +
        'Name another state folder with --state.',
    );
  }
  if (format > MIGRATIONS.length) {
    throw new JournalFailure(
      `${file} has format ${format}, and this Penstock knows formats up to ${MIGRATIONS.length}; ` +
        'nothing was changed. Use the newer Penstock that wrote it, or another state folder (--state).',
    );
  }
  return format;
}

function pragma(database: DatabaseSync, name: string): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
}
