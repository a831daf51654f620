// Reads a journal file while others write it: what is on disk, without any right to change it.
import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { ExecutionEvent } from '../../src/execution/event.ts';

export interface JournalEye {
  /** The newest execution, undefined before there is one. */
  newest(): string | undefined;
  /** Whose turn it is. */
  row(execution: string): { readonly epoch: number; readonly leaseUntil: number };
  /** The events from place `from` on. */
  events(execution: string, from?: number): readonly ExecutionEvent[];
  close(): void;
}

export function openJournalEye(file: string): JournalEye {
  let database: DatabaseSync | undefined;
  const opened = (): DatabaseSync | undefined => {
    if (database === undefined && existsSync(file)) {
      database = new DatabaseSync(file, { readOnly: true, timeout: 2_000 });
    }
    return database;
  };
  const all = (sql: string, ...values: number[]): Record<string, unknown>[] => {
    try {
      return (
        opened()
          ?.prepare(sql)
          .all(...values) ?? []
      );
    } catch (error) {
      // The tables of a journal that is being made are not there yet.
      if (String(error).includes('no such table')) return [];
      throw error;
    }
  };
  return {
    newest() {
      const id = all('SELECT max(id) AS id FROM execution')[0]?.['id'];
      return id === null || id === undefined ? undefined : String(id);
    },
    row(execution) {
      const [row] = all('SELECT epoch, lease_until FROM execution WHERE id = ?', Number(execution));
      return { epoch: Number(row?.['epoch']), leaseUntil: Number(row?.['lease_until']) };
    },
    events: (execution, from = 0) =>
      all(
        'SELECT body FROM event WHERE execution = ? AND seq >= ? ORDER BY seq',
        Number(execution),
        from,
      ).map((row) => JSON.parse(String(row['body'])) as ExecutionEvent),
    close: () => database?.close(),
  };
}
