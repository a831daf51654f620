// The lease of one claim: renewed in time, and asked before every write to the world.
import type { Clock } from '../lib/clock.ts';
import type { Claim, Journal } from './journal.ts';
import { LetGo } from './step.ts';

export interface LeaseRequest {
  readonly journal: Journal;
  readonly claim: Claim;
  /** The wall clock: leases know no other time. */
  readonly clock: Clock;
  readonly leaseMs: number;
  /** How long one write may take, from its sending until it can have no effect any more. */
  readonly writeBudgetMs: number;
  readonly onLost: () => void;
  readonly onError: (error: unknown) => void;
}

export interface Lease {
  renew(): Promise<void>;
  /** Returns when a write sent in this turn is over before the lease is; else throws `LetGo`. */
  hold(): Promise<void>;
  stop(): void;
}

/** `heldUntil`: the owner's own limit, counted from before the claim was sent. */
export function keepLease(request: LeaseRequest, heldUntil: number): Lease {
  const { journal, claim, clock, leaseMs, writeBudgetMs } = request;
  let limit = heldUntil;
  let isStopped = false;
  let cancelTimer = (): void => {};

  const covers = (): boolean => clock.now() + writeBudgetMs <= limit;

  const lose = (): void => {
    if (isStopped) return;
    stop();
    request.onLost();
  };

  const renew = async (): Promise<void> => {
    const sentAt = clock.now();
    const current = await journal.renew([claim], leaseMs);
    if (current.some(({ epoch }) => epoch === claim.epoch)) limit = sentAt + leaseMs;
    else lose();
  };

  const schedule = (): void => {
    cancelTimer = clock.after(leaseMs / 3, () => {
      renew().then(() => {
        if (!isStopped) schedule();
      }, request.onError);
    });
  };

  const hold = async (): Promise<void> => {
    if (!isStopped && !covers()) await renew();
    if (isStopped || !covers()) {
      lose();
      throw new LetGo();
    }
  };

  const stop = (): void => {
    isStopped = true;
    cancelTimer();
  };

  schedule();
  return { renew, hold, stop };
}
