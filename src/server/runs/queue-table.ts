// The starts that wait for their turn, in the server's database: a restart queues them again, and none starts twice.
import type { Database } from '../store/database.ts';
import type { StartRequest } from './start-request.ts';

export interface WantedStart {
  readonly project: string;
  readonly request: StartRequest;
  readonly startedBy: string;
  readonly queuedAt: number;
}

export interface QueuedStart extends WantedStart {
  readonly id: number;
  /** The newest run when its turn had come: one of its own would be newer. */
  readonly newestRun: number | undefined;
}

export interface QueueTable {
  add(start: WantedStart): number;
  /** Just before it starts: who comes after a crash looks whether it has. */
  markTurn(id: number, newestRun: number): void;
  /** It waits on: what starts meanwhile is not of its own. */
  unmark(id: number): void;
  remove(id: number): void;
  all(): readonly QueuedStart[];
}

export function queueTable(database: Database): QueueTable {
  return {
    add({ project, request, startedBy, queuedAt }) {
      const row = database.one(
        'INSERT INTO queued_starts (project, request, started_by, queued_at) VALUES (?, ?, ?, ?) RETURNING id',
        project,
        JSON.stringify(request),
        startedBy,
        Math.round(queuedAt),
      );
      return Number(row?.['id']);
    },
    markTurn: (id, newestRun) =>
      void database.run('UPDATE queued_starts SET newest_run = ? WHERE id = ?', newestRun, id),
    unmark: (id) =>
      void database.run('UPDATE queued_starts SET newest_run = NULL WHERE id = ?', id),
    remove: (id) => void database.run('DELETE FROM queued_starts WHERE id = ?', id),
    all: () =>
      database.all('SELECT * FROM queued_starts ORDER BY id').map((row) => ({
        id: Number(row['id']),
        project: String(row['project']),
        request: JSON.parse(String(row['request'])) as StartRequest,
        startedBy: String(row['started_by']),
        queuedAt: Number(row['queued_at']),
        newestRun: row['newest_run'] === null ? undefined : Number(row['newest_run']),
      })),
  };
}
