// The runs that wait for their turn, as lists show them.
import type { Journal } from '../../execution/journal.ts';
import type { Resource, Waiter } from '../../execution/locks.ts';
import { ownerText } from '../owner.ts';

export interface QueuedRun {
  readonly pipeline: string;
  readonly startedBy: string;
  /** Who waits with it. */
  readonly process: string;
  readonly queuedAt: string;
  /** The executions that hold what it wants. */
  readonly behind: readonly string[];
}

/** The first one first; with an execution, only those that wait for what it holds. */
export async function queuedRuns(
  journal: Pick<Journal, 'waiters' | 'list' | 'holds'>,
  execution?: string,
): Promise<readonly QueuedRun[]> {
  const waiters = await journal.waiters();
  if (waiters.length === 0) return [];
  const ids = execution === undefined ? (await journal.list()).map(({ id }) => id) : [execution];
  const holders: { readonly id: string; readonly held: ReadonlySet<string> }[] = [];
  for (const id of ids) holders.push({ id, held: new Set((await journal.holds(id)).map(keyOf)) });
  const behind = ({ resources }: Waiter): readonly string[] =>
    holders
      .filter(({ held }) => resources.some((each) => held.has(keyOf(each))))
      .map(({ id }) => id);
  return waiters
    .map((waiter) => ({
      pipeline: waiter.pipeline,
      startedBy: waiter.startedBy,
      process: ownerText(waiter.owner),
      queuedAt: new Date(waiter.queuedAt).toISOString(),
      behind: behind(waiter),
    }))
    .filter((each) => execution === undefined || each.behind.length > 0);
}

function keyOf({ world, kind, name }: Resource): string {
  return JSON.stringify([world, kind, name]);
}
