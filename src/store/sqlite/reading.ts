// What anyone may read: rows, plans and events as they are on disk.
import type { Journal } from '../../execution/journal.ts';
import { noSuchPlan } from '../journal-errors.ts';
import { existing, keyOf } from './execution-table.ts';
import type { Access } from './tables.ts';

export function reading({
  tables,
  read,
}: Access): Pick<Journal, 'plan' | 'list' | 'row' | 'read' | 'readOwned'> {
  const { plans, executions, events } = tables;
  return {
    plan: (planHash) => read(() => plans.find(planHash) ?? noSuchPlan(planHash)),
    list: () => read(() => executions.list()),
    row: (id) => read(() => executions.find(id)),
    read: (id, from) =>
      read(() => {
        existing(executions.find(id), id);
        return events.from(keyOf(id), from);
      }),
    readOwned: ({ id, epoch }, from) =>
      read(() => {
        // The epoch is looked at last: if it has not moved on by then, no event is a successor's.
        const found = events.from(keyOf(id), from);
        return existing(executions.find(id), id).epoch === epoch ? found : 'fenced';
      }),
  };
}
