// The journal in one SQLite file, which several processes of one machine may open together.
import type { Journal } from '../../execution/journal.ts';
import { claiming } from './claiming.ts';
import { createCommitQueue } from './commit-queue.ts';
import { explained, explaining } from './database-error.ts';
import { locking } from './locking.ts';
import { openDatabase } from './open-database.ts';
import { reading } from './reading.ts';
import { type Access, openTables } from './tables.ts';
import { writing } from './writing.ts';

export interface SqliteJournalOptions {
  readonly file: string;
  /** The wall clock in milliseconds that all processes on this file share; leases run out by it. */
  readonly wallNow: () => number;
  /** Says of an owner whether it is certainly dead; its ticket in the queue lapses at once. */
  readonly isGone?: (owner: string) => boolean;
  /** How long a commit waits for another process; the default is 5 s. */
  readonly busyTimeoutMs?: number;
  /** Told of every commit how many writes shared it. */
  readonly onCommit?: (writes: number) => void;
}

export function openSqliteJournal(options: SqliteJournalOptions): Journal {
  const { file, wallNow, isGone = () => false, busyTimeoutMs = 5_000 } = options;
  const database = openDatabase({ file, busyTimeoutMs });
  const queue = createCommitQueue(database, options.onCommit);
  const access: Access = {
    tables: openTables(database),
    wallNow,
    isGone,
    read: async (work) => explaining(file, work),
    write: (work) =>
      queue.enqueue(work).catch((error: unknown) => {
        throw explained(file, error);
      }),
  };
  return {
    ...reading(access),
    ...claiming(access),
    ...writing(access),
    ...locking(access),
    close: async () => {
      if (!database.isOpen) return;
      queue.close();
      database.close();
    },
  };
}
