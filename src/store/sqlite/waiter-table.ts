// The table of waiters: runs that wait for their turn; a number is never given twice.
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { Resource, TicketId, Waiter } from '../../execution/locks.ts';
import { damaged } from '../journal-errors.ts';
import { keyOf } from './execution-table.ts';

export interface WaiterTable {
  insert(waiter: Omit<Waiter, 'id'>): TicketId;
  extend(ticket: TicketId, leaseUntil: number, resources: readonly Resource[]): void;
  remove(ticket: TicketId): void;
  /** The first one first. */
  list(): readonly Waiter[];
}

export function waiterTable(database: DatabaseSync): WaiterTable {
  const insert = database.prepare(
    `INSERT INTO waiter (owner, lease_until, queued_at, pipeline, started_by, resources)
     VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const extend = database.prepare('UPDATE waiter SET lease_until = ?, resources = ? WHERE id = ?');
  const remove = database.prepare('DELETE FROM waiter WHERE id = ?');
  const list = database.prepare('SELECT * FROM waiter ORDER BY id');
  return {
    insert({ owner, leaseUntil, queuedAt, pipeline, startedBy, resources }) {
      const body = JSON.stringify(resources);
      const added = insert.run(owner, leaseUntil, queuedAt, pipeline, startedBy, body);
      return String(added.lastInsertRowid);
    },
    extend: (ticket, leaseUntil, resources) =>
      void extend.run(leaseUntil, JSON.stringify(resources), keyOf(ticket)),
    remove: (ticket) => void remove.run(keyOf(ticket)),
    list: () => list.all().map(waiterOf),
  };
}

function waiterOf(found: Readonly<Record<string, SQLOutputValue>>): Waiter {
  return {
    id: String(found['id']),
    owner: String(found['owner']),
    leaseUntil: Number(found['lease_until']),
    queuedAt: Number(found['queued_at']),
    pipeline: String(found['pipeline']),
    startedBy: String(found['started_by']),
    resources: parsed(String(found['id']), String(found['resources'])),
  };
}

function parsed(id: string, resources: string): readonly Resource[] {
  try {
    return JSON.parse(resources);
  } catch {
    return damaged(`the waiter ${id} cannot be read`);
  }
}
