// Locks and queue in the database: what stands in the way is looked at in the transaction that acts on it.
import type { Lines } from '../../execution/lines.ts';
import type { Blocker, Holding, Locks, Standing, TicketId, Waiter } from '../../execution/locks.ts';
import { aheadIn } from '../line-rules.ts';
import { ahead, blockersOf, inOrder, mustExtend, stillWaits } from '../lock-rules.ts';
import { keyOf } from './execution-table.ts';
import type { Access } from './tables.ts';

export function locking(access: Access): Locks & Lines {
  const { tables, wallNow, isGone, read, write } = access;
  const { plans, executions, events, holds, waiters, places } = tables;
  const isPresent = (waiter: Waiter): boolean => stillWaits(waiter, wallNow(), isGone);
  const present = (): readonly Waiter[] => waiters.list().filter(isPresent);
  const blockers = ({ resources, ticket }: Holding): readonly Blocker[] =>
    blockersOf(resources, holds.holderOf, ahead(present(), ticket));
  const sweep = (): readonly Waiter[] => {
    const all = waiters.list();
    const left = all.filter(isPresent);
    for (const each of all) if (!left.includes(each)) waiters.remove(each.id);
    return left;
  };
  const find = (ticket: TicketId): Waiter | undefined => present().find(({ id }) => id === ticket);
  const standing = (ticket: TicketId, resources: Holding['resources']): Standing => {
    const behind = blockers({ resources, ticket });
    return behind.length === 0 ? { status: 'turn' } : { status: 'waiting', behind };
  };

  return {
    createHolding: async (planHash, plan, started, holding) => {
      const planBody = JSON.stringify(plan);
      const bodies = [JSON.stringify(started)];
      const resources = inOrder(holding.resources);
      return write(() => {
        const by = blockers(holding);
        if (by.length > 0) return { status: 'held', by };
        plans.keep(planHash, planBody);
        const id = executions.insert(planHash);
        events.insert(id, 0, bodies);
        holds.take(id, resources);
        if (holding.ticket !== undefined) waiters.remove(holding.ticket);
        return { status: 'created', id: String(id) };
      });
    },
    holds: (id) => read(() => inOrder(holds.of(keyOf(id)))),
    queue: async ({ leaseMs, limit, resources, owner, pipeline, startedBy }) => {
      const wanted = inOrder(resources);
      return write(() => {
        const waiting = sweep().length;
        if (waiting >= limit) return { status: 'full', waiting };
        const queuedAt = wallNow();
        const leaseUntil = queuedAt + leaseMs;
        const who = { owner, pipeline, startedBy };
        const ticket = waiters.insert({ ...who, leaseUntil, queuedAt, resources: wanted });
        return { status: 'queued', ticket };
      });
    },
    stand: async (ticket, resources, leaseMs) => {
      const seen = await read(() => {
        const own = find(ticket);
        const isFresh = own !== undefined && !mustExtend(own, resources, wallNow(), leaseMs);
        return isFresh ? standing(ticket, resources) : undefined;
      });
      if (seen !== undefined) return seen;
      return write(() => {
        sweep();
        if (find(ticket) === undefined) return { status: 'lost' };
        waiters.extend(ticket, wallNow() + leaseMs, inOrder(resources));
        return standing(ticket, resources);
      });
    },
    leave: (ticket) => write(() => waiters.remove(ticket)),
    waiters: () => read(present),
    aheadOf: (id, step) => read(() => aheadIn(places.lineOf(keyOf(id), step), id, step)),
  };
}
