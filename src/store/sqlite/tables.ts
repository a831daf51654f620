// All tables together, and the two ways to work on them.
import type { DatabaseSync } from 'node:sqlite';
import { type EventTable, eventTable } from './event-table.ts';
import { type ExecutionTable, executionTable } from './execution-table.ts';
import { type HoldTable, holdTable } from './hold-table.ts';
import { type PlaceTable, placeTable } from './place-table.ts';
import { type PlanTable, planTable } from './plan-table.ts';
import { type WaiterTable, waiterTable } from './waiter-table.ts';

export interface Tables {
  readonly plans: PlanTable;
  readonly executions: ExecutionTable;
  readonly events: EventTable;
  readonly holds: HoldTable;
  readonly waiters: WaiterTable;
  readonly places: PlaceTable;
}

export interface Access {
  readonly tables: Tables;
  /** The wall clock by which leases run out. */
  readonly wallNow: () => number;
  /** Says of an owner whether it is certainly dead. */
  readonly isGone: (owner: string) => boolean;
  /** Sees what is committed. */
  read<Result>(work: () => Result): Promise<Result>;
  /** Runs in the next transaction and answers when it is on disk. */
  write<Result>(work: () => Result): Promise<Result>;
}

export function openTables(database: DatabaseSync): Tables {
  return {
    plans: planTable(database),
    executions: executionTable(database),
    events: eventTable(database),
    holds: holdTable(database),
    waiters: waiterTable(database),
    places: placeTable(database),
  };
}
