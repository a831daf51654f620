// Who stands in whose way: the rules of locks and of the queue that every journal shares.
import type { ExecutionEvent } from '../execution/event.ts';
import type { ExecutionId } from '../execution/journal.ts';
import type { Blocker, Resource, TicketId, Waiter } from '../execution/locks.ts';

/** Each once, and the same order for everybody. */
export function inOrder(resources: readonly Resource[]): readonly Resource[] {
  const byKey = new Map(resources.map((each) => [lockKey(each), each]));
  return [...byKey].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, each]) => each);
}

export function lockKey({ world, kind, name }: Resource): string {
  return JSON.stringify([world, kind, name]);
}

/** A ticket counts while its lease runs and its owner is not known to be dead. */
export function stillWaits(
  waiter: Waiter,
  wallNow: number,
  isGone: (owner: string) => boolean,
): boolean {
  return waiter.leaseUntil > wallNow && !isGone(waiter.owner);
}

/** Whoever looks often need not write each time: half a lease is left for the next look. */
export function mustExtend(
  waiter: Waiter,
  wanted: readonly Resource[],
  wallNow: number,
  leaseMs: number,
): boolean {
  if (waiter.leaseUntil - wallNow < leaseMs / 2) return true;
  const keys = (resources: readonly Resource[]): string => inOrder(resources).map(lockKey).join();
  return keys(waiter.resources) !== keys(wanted);
}

/** Those who are served before this ticket, or before somebody who has none. */
export function ahead(waiters: readonly Waiter[], ticket: TicketId | undefined): readonly Waiter[] {
  const own = waiters.findIndex(({ id }) => id === ticket);
  return own < 0 ? waiters : waiters.slice(0, own);
}

export function blockersOf(
  wanted: readonly Resource[],
  holderOf: (resource: Resource) => ExecutionId | undefined,
  waiters: readonly Waiter[],
): readonly Blocker[] {
  const held = new Map<ExecutionId, Resource[]>();
  for (const resource of inOrder(wanted)) {
    const holder = holderOf(resource);
    if (holder === undefined) continue;
    held.set(holder, [...(held.get(holder) ?? []), resource]);
  }
  const executions = [...held].sort(([one], [other]) => Number(one) - Number(other));
  return [
    ...executions.map(([id, shared]): Blocker => ({ kind: 'execution', id, shared })),
    ...waiters.flatMap((waiter): readonly Blocker[] => {
      const shared = sharedBy(wanted, waiter.resources);
      return shared.length === 0 ? [] : [{ kind: 'waiter', waiter, shared }];
    }),
  ];
}

/** Whether locks go with this event. */
export function givesUp(event: ExecutionEvent): boolean {
  if (event.type === 'ExecutionResolved') return true;
  return event.type === 'ExecutionFinished' && event.end !== 'Dirty';
}

function sharedBy(one: readonly Resource[], other: readonly Resource[]): readonly Resource[] {
  const keys = new Set(other.map(lockKey));
  return inOrder(one).filter((each) => keys.has(lockKey(each)));
}
