// When a claim counts and when an execution may be taken: the rules every journal shares.
import type { ExecutionEvent } from '../execution/event.ts';
import type { Claim, ExecutionRow } from '../execution/journal.ts';

/** A claim that was overtaken, or given back by release, park or the end, counts no more. */
export function isCurrent(row: ExecutionRow, claim: Claim): boolean {
  return row.epoch === claim.epoch && row.owner !== undefined;
}

/** Without an owner the lease is not asked: a wall clock that was set back must not hide the row. */
export function isClaimable(
  row: ExecutionRow,
  now: number,
  wallNow: number,
  goneOwner: string | undefined,
): boolean {
  const isOwned = row.owner !== undefined && row.owner !== goneOwner;
  if (isOwned && row.leaseUntil > wallNow) return false;
  if (row.phase === 'parked') return row.wakeAt !== undefined && row.wakeAt <= now;
  return row.phase === 'ready';
}

export function isEnd(event: ExecutionEvent): boolean {
  return event.type === 'ExecutionFinished';
}
