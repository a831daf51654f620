// The table of events: bodies as JSON text, by execution and place.
import type { DatabaseSync } from 'node:sqlite';
import type { ExecutionEvent } from '../../execution/event.ts';

export interface EventTable {
  insert(execution: number, from: number, bodies: readonly string[]): void;
  from(execution: number, from: number): readonly ExecutionEvent[];
}

export function eventTable(database: DatabaseSync): EventTable {
  const insert = database.prepare('INSERT INTO event (execution, seq, body) VALUES (?, ?, ?)');
  const select = database.prepare(
    'SELECT body FROM event WHERE execution = ? AND seq >= ? ORDER BY seq',
  );
  return {
    insert: (execution, from, bodies) => {
      for (const [index, body] of bodies.entries()) insert.run(execution, from + index, body);
    },
    from: (execution, from) =>
      select.all(execution, from).map((found) => JSON.parse(String(found['body']))),
  };
}
