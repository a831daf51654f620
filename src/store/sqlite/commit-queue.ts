// Group commit: all writes that come in during one turn share one transaction and one sync to disk.
import type { DatabaseSync } from 'node:sqlite';
import { isDatabaseFailure } from './database-error.ts';

/**
 * `enqueue` runs a write in the next transaction and answers once that is on disk. A write must
 * refuse or throw before it changes anything: then it alone fails, and the others are committed.
 * When the database itself fails, every write of the batch is rolled back and rejected.
 * The work is synchronous, so one batch is in flight at most and the next one gathers meanwhile.
 */
export interface CommitQueue {
  enqueue<Result>(write: () => Result): Promise<Result>;
  /** Commits what is queued; afterwards every write is rejected. */
  close(): void;
}

export function createCommitQueue(
  database: DatabaseSync,
  onCommit: (writes: number) => void = () => {},
): CommitQueue {
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  let queued: Write[] = [];
  let closed = false;

  const flush = (): void => {
    const batch = queued;
    queued = [];
    if (batch.length === 0) return;
    try {
      begin.run();
      const answers = batch.map(attempt);
      commit.run();
      onCommit(batch.length);
      for (const answer of answers) answer();
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      for (const write of batch) write.reject(error);
    }
  };

  return {
    enqueue: <Result>(work: () => Result) =>
      new Promise<Result>((resolve, reject) => {
        if (closed) return reject(new Error('the journal is closed'));
        if (queued.length === 0) setImmediate(flush);
        queued.push({
          run: () => {
            const result = work();
            return () => resolve(result);
          },
          reject,
        });
      }),
    close: () => {
      closed = true;
      flush();
    },
  };
}

interface Write {
  /** Does the work and answers what to call once it is on disk. */
  run(): () => void;
  reject(error: unknown): void;
}

function attempt(write: Write): () => void {
  try {
    return write.run();
  } catch (error) {
    if (isDatabaseFailure(error)) throw error;
    return () => write.reject(error);
  }
}
