// Who works on what a run would work on, or waits for it: a look that takes no place in the queue.
import type { Journal } from '../../execution/journal.ts';
import type { Blocker, Resource } from '../../execution/locks.ts';
import { type Behind, behindOf } from './behind.ts';

/** The executions that hold something of it first, then who waits. */
export async function inTheWay(
  journal: Pick<Journal, 'list' | 'row' | 'holds' | 'waiters'>,
  wanted: readonly Resource[],
): Promise<readonly Behind[]> {
  const keys = new Set(wanted.map(keyOf));
  const sharedOf = (resources: readonly Resource[]): readonly Resource[] =>
    resources.filter((each) => keys.has(keyOf(each)));
  const blockers: Blocker[] = [];
  for (const { id } of await journal.list()) {
    blockers.push({ kind: 'execution', id, shared: sharedOf(await journal.holds(id)) });
  }
  for (const waiter of await journal.waiters()) {
    blockers.push({ kind: 'waiter', waiter, shared: sharedOf(waiter.resources) });
  }
  return behindOf(
    journal,
    blockers.filter(({ shared }) => shared.length > 0),
  );
}

function keyOf({ world, kind, name }: Resource): string {
  return JSON.stringify([world, kind, name]);
}
