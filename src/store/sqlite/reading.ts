// What anyone may read: rows, plans and events as they are on disk.
import type { ExecutionEvent } from '../../execution/event.ts';
import type { ExecutionId, Journal } from '../../execution/journal.ts';
import { damaged, noSuchPlan } from '../journal-errors.ts';
import { existing, keyOf } from './execution-table.ts';
import type { Access } from './tables.ts';

export function reading({
  tables,
  read,
}: Access): Pick<Journal, 'plan' | 'list' | 'row' | 'read' | 'readOwned'> {
  const { plans, executions, events } = tables;
  // The length is looked at first: only more events can be there by the time they are read.
  const eventsFrom = (id: ExecutionId, from: number, limit?: number): readonly ExecutionEvent[] => {
    const { length } = existing(executions.find(id), id);
    const found = events.from(keyOf(id), from, limit);
    const missing = Math.min(length - from, limit ?? length) - found.length;
    if (missing <= 0) return found;
    return damaged(`execution ${id} lacks ${missing} of its ${length} events`);
  };
  return {
    plan: (planHash) => read(() => plans.find(planHash) ?? noSuchPlan(planHash)),
    list: () => read(() => executions.list()),
    row: (id) => read(() => executions.find(id)),
    read: (id, from, limit) => read(() => eventsFrom(id, from, limit)),
    readOwned: ({ id, epoch }, from) =>
      read(() => {
        // The epoch is looked at last: if it has not moved on by then, no event is a successor's.
        const found = eventsFrom(id, from);
        return existing(executions.find(id), id).epoch === epoch ? found : 'fenced';
      }),
  };
}
