// Opens the database file so that every commit is on disk when it returns, and several processes may share it.
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { JournalFailure } from '../../execution/journal-failure.ts';
import { explaining } from './database-error.ts';
import { formatOf, prepareSchema } from './schema.ts';

export interface DatabaseOptions {
  readonly file: string;
  /** How long a transaction waits for another process before it fails. */
  readonly busyTimeoutMs: number;
}

export function openDatabase({ file, busyTimeoutMs }: DatabaseOptions): DatabaseSync {
  createPrivately(file);
  return explaining(file, () => {
    const database = new DatabaseSync(file, { timeout: busyTimeoutMs });
    try {
      formatOf(database, file);
      database.exec('PRAGMA journal_mode = WAL');
      database.exec('PRAGMA synchronous = FULL');
      prepareSchema(database, file);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

/** Journals name accounts and people: nobody else may read them. */
function createPrivately(file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    closeSync(openSync(file, 'a', 0o600));
  } catch (error) {
    throw new JournalFailure(
      `the database ${file} cannot be created or written to. ` +
        'Check that its folder exists and that this user may write there, or name another with --state.',
      { cause: error },
    );
  }
}
