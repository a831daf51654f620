// Whom a run has to wait for, in words: who it is, what both want, and how it goes on.
import type { ExecutionRow, Journal } from '../../execution/journal.ts';
import type { Blocker, Resource } from '../../execution/locks.ts';
import { isGone, ownerText } from '../owner.ts';

export interface Behind {
  /** Null for a run that waits itself and has no execution yet. */
  readonly execution: string | null;
  readonly state: 'driven' | 'is set aside' | 'stands still' | 'dirty' | 'waits';
  /** Who drives it, or waits with it. */
  readonly process: string | null;
  readonly shared: readonly string[];
}

export async function behindOf(
  journal: Pick<Journal, 'row'>,
  blockers: readonly Blocker[],
): Promise<readonly Behind[]> {
  return await Promise.all(
    blockers.map(async (blocker): Promise<Behind> => {
      const shared = blocker.shared.toSorted(groupsFirst).map(resourceText);
      if (blocker.kind === 'waiter') {
        const process = ownerText(blocker.waiter.owner);
        return { execution: null, state: 'waits', process, shared };
      }
      const row = await journal.row(blocker.id);
      const process = row === undefined ? null : driverOf(row);
      return { execution: blocker.id, state: stateOf(row, process), process, shared };
    }),
  );
}

/** One sentence; `where` leads the commands in it to the project. */
export function behindText(behind: readonly Behind[], where: string): string {
  const [first, ...others] = behind;
  if (first === undefined) return '';
  const more =
    others.length === 0
      ? ''
      : ` ${others.length} more ${others.length === 1 ? 'waits' : 'wait'} before it.`;
  return `${whoText(first, where)}; both work on ${sharedText(first.shared)}.${more}`;
}

/** What a person can do about it; nothing while somebody works on it. */
function wayOut({ execution, state }: Behind, where: string): string | undefined {
  if (state === 'dirty') return `"penstock resolve ${execution}${where}" frees it`;
  if (state !== 'stands still') return undefined;
  return `go on with it by "penstock resume ${execution}${where}"; to give it up, "penstock abort ${execution}${where}" comes before that`;
}

export function resourceText({ kind, name }: Resource): string {
  return `the ${kind} ${name}`;
}

function whoText(behind: Behind, where: string): string {
  const { execution, state, process } = behind;
  const way = wayOut(behind, where);
  switch (state) {
    case 'driven':
      return `run ${execution} (${process} drives it)`;
    case 'is set aside':
      return `run ${execution}, which waits for people or for its time`;
    case 'stands still':
      return `run ${execution}, which stands still (${way})`;
    case 'dirty':
      return `run ${execution}, which ended Dirty and keeps what it holds (${way})`;
    case 'waits':
      return `the run that ${process} waits with`;
  }
}

/** ARNs are long: the end of the first name is enough, and all are in the JSON. */
function sharedText(shared: readonly string[]): string {
  const [first = '', ...others] = shared;
  const name = first.replace(/arn:\S*:targetgroup\/([^/]+)\S*/, '$1').replace(/arn:\S*\//, '…');
  return others.length === 0 ? name : `${name} and ${others.length} more`;
}

const ORDER: readonly Resource['kind'][] = ['group', 'rule', 'target group'];

function groupsFirst(one: Resource, other: Resource): number {
  return ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind);
}

function driverOf({ owner, leaseUntil }: ExecutionRow): string | null {
  const isDriven = owner !== undefined && !isGone(owner) && leaseUntil > Date.now();
  return isDriven ? ownerText(owner) : null;
}

function stateOf(row: ExecutionRow | undefined, driver: string | null): Behind['state'] {
  if (row?.phase === 'done') return 'dirty';
  if (driver !== null) return 'driven';
  return row?.phase === 'parked' ? 'is set aside' : 'stands still';
}
