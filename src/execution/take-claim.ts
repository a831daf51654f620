// Getting hold of an execution: with the caller's claim, at once, or as soon as its owner is gone.
import { type CancelSignal, type Clock, sleep } from '../lib/clock.ts';
import type { ExecutionFinished } from './event.ts';
import type { Claim, ExecutionId, Journal } from './journal.ts';

export interface ClaimRequest {
  readonly id: ExecutionId;
  readonly claim?: Claim;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly realClock: Clock;
  readonly owner: string;
  readonly leaseMs: number;
  readonly pollMs: number;
  readonly parkWhenIdle: boolean;
  readonly letGo?: CancelSignal;
  /** Says of an owner whether it is certainly dead; its lease is not waited for. */
  readonly isGone?: (owner: string) => boolean;
}

export type Taken =
  | {
      readonly status: 'claimed';
      readonly claim: Claim;
      /** The lease's end on the wall clock, counted from before the claim was sent. */
      readonly heldUntil: number;
      /** On the clock of the world, after the claim: nobody else sends anything from here on. */
      readonly claimedAt: number;
    }
  | { readonly status: 'finished'; readonly result: ExecutionFinished }
  | { readonly status: 'let-go' };

/** Who wants to stay until the end waits for a claim; who parks takes what is free or lets go. */
export async function takeClaim(request: ClaimRequest): Promise<Taken> {
  const { id, journal, clock, realClock, leaseMs } = request;
  for (;;) {
    const askedAt = realClock.now();
    const claim = request.claim ?? (await claimFreeOrOrphaned(request));
    if (claim !== undefined) {
      const heldUntil = request.claim === undefined ? askedAt + leaseMs : askedAt;
      return { status: 'claimed', claim, heldUntil, claimedAt: clock.now() };
    }
    const last = await lastEvent(journal, id);
    if (last !== undefined) return { status: 'finished', result: last };
    if (request.parkWhenIdle || request.letGo?.aborted) return { status: 'let-go' };
    await sleep(realClock, request.pollMs, request.letGo).catch(() => {});
  }
}

export type ClaimTaking = Pick<
  ClaimRequest,
  'id' | 'journal' | 'clock' | 'owner' | 'leaseMs' | 'isGone'
>;

/** One try: undefined when somebody else drives it, or there is nothing to drive. */
export async function claimFreeOrOrphaned(request: ClaimTaking): Promise<Claim | undefined> {
  const { id, journal, clock, owner, leaseMs, isGone } = request;
  const known = isGone && (await journal.row(id))?.owner;
  const goneOwner = known !== undefined && isGone?.(known) ? known : undefined;
  return journal.claim(owner, clock.now(), leaseMs, id, goneOwner);
}

async function lastEvent(
  journal: Journal,
  id: ExecutionId,
): Promise<ExecutionFinished | undefined> {
  const row = await journal.row(id);
  if (row?.phase !== 'done') return undefined;
  const last = await journal.read(id, Math.max(0, row.length - 2));
  return last.find((event) => event.type === 'ExecutionFinished');
}
