// The table of events: bodies as JSON text, by execution and place.
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { ExecutionEvent } from '../../execution/event.ts';
import { damaged } from '../journal-errors.ts';

export interface EventTable {
  insert(execution: number, from: number, bodies: readonly string[]): void;
  from(execution: number, from: number, limit?: number): readonly ExecutionEvent[];
}

/** As SQLite has it. */
const ALL = -1;

export function eventTable(database: DatabaseSync): EventTable {
  const insert = database.prepare('INSERT INTO event (execution, seq, body) VALUES (?, ?, ?)');
  const select = database.prepare(
    'SELECT seq, body FROM event WHERE execution = ? AND seq >= ? ORDER BY seq LIMIT ?',
  );
  return {
    insert: (execution, from, bodies) => {
      for (const [index, body] of bodies.entries()) insert.run(execution, from + index, body);
    },
    from: (execution, from, limit = ALL) =>
      select.all(execution, from, limit).map(({ seq, body }) => parsed(execution, seq, body)),
  };
}

function parsed(
  execution: number,
  seq: SQLOutputValue | undefined,
  body: SQLOutputValue | undefined,
): ExecutionEvent {
  try {
    return JSON.parse(String(body));
  } catch {
    return damaged(`event ${seq} of execution ${execution} cannot be read`);
  }
}
