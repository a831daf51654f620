// Locks and queue of the journal in memory.
import type { ExecutionId } from '../../execution/journal.ts';
import type {
  Blocker,
  Holding,
  Queued,
  QueueRequest,
  Resource,
  Standing,
  TicketId,
  Waiter,
} from '../../execution/locks.ts';
import { ahead, blockersOf, inOrder, lockKey, mustExtend, stillWaits } from '../lock-rules.ts';

export interface MemoryLocks {
  /** Who stands in the way of a run that wants to start. */
  blockers(holding: Holding): readonly Blocker[];
  /** Gives the resources to an execution and takes its ticket back. */
  take(id: ExecutionId, holding: Holding): void;
  giveUp(id: ExecutionId): void;
  holds(id: ExecutionId): readonly Resource[];
  queue(request: QueueRequest): Queued;
  stand(ticket: TicketId, resources: readonly Resource[], leaseMs: number): Standing;
  leave(ticket: TicketId): void;
  waiters(): readonly Waiter[];
}

export function createMemoryLocks(
  wallNow: () => number,
  isGone: (owner: string) => boolean,
): MemoryLocks {
  const held = new Map<string, { readonly resource: Resource; readonly id: ExecutionId }>();
  let queue: readonly Waiter[] = [];
  let tickets = 0;

  const present = (): readonly Waiter[] =>
    queue.filter((waiter) => stillWaits(waiter, wallNow(), isGone));
  const blockers = ({ resources, ticket }: Holding): readonly Blocker[] =>
    blockersOf(resources, (resource) => held.get(lockKey(resource))?.id, ahead(present(), ticket));
  const leave = (ticket: TicketId): void => {
    queue = queue.filter(({ id }) => id !== ticket);
  };

  return {
    blockers,
    take(id, { resources, ticket }) {
      for (const resource of resources) held.set(lockKey(resource), { resource, id });
      if (ticket !== undefined) leave(ticket);
    },
    giveUp(id) {
      for (const [key, each] of held) if (each.id === id) held.delete(key);
    },
    holds: (id) =>
      inOrder([...held.values()].filter((each) => each.id === id).map(({ resource }) => resource)),
    queue({ leaseMs, limit, resources, owner, pipeline, startedBy }) {
      queue = present();
      if (queue.length >= limit) return { status: 'full', waiting: queue.length };
      tickets += 1;
      const queuedAt = wallNow();
      const waiter: Waiter = {
        id: String(tickets),
        owner,
        leaseUntil: queuedAt + leaseMs,
        queuedAt,
        pipeline,
        startedBy,
        resources: inOrder(resources),
      };
      queue = [...queue, waiter];
      return { status: 'queued', ticket: waiter.id };
    },
    stand(ticket, resources, leaseMs) {
      queue = present();
      const own = queue.find(({ id }) => id === ticket);
      if (own === undefined) return { status: 'lost' };
      if (mustExtend(own, resources, wallNow(), leaseMs)) {
        const changes = { resources: inOrder(resources), leaseUntil: wallNow() + leaseMs };
        queue = queue.map((each) => (each.id === ticket ? { ...each, ...changes } : each));
      }
      const behind = blockers({ resources, ticket });
      return behind.length === 0 ? { status: 'turn' } : { status: 'waiting', behind };
    },
    leave,
    waiters: present,
  };
}
