// How the time of a rollback step is divided: proof first, but so that the drain still fits.

export interface CleanUpBudget {
  /** Proof may be waited for until then. */
  readonly proveUntil: number;
  /** Whether a drain that starts at `now` ends before the step's time is over. */
  readonly drainFits: boolean;
  /** How long the removal of the group may take in all. */
  readonly removalMs: number;
}

/** What Spot needs beyond the drain itself to deregister, terminate and show an empty group. */
const REMOVAL_ALLOWANCE_MS = 60_000;

export function cleanUpBudget(now: number, giveUpAt: number, drainMs: number): CleanUpBudget {
  const removalMs = drainMs + REMOVAL_ALLOWANCE_MS;
  return {
    proveUntil: Math.max(now, giveUpAt - removalMs),
    drainFits: now + removalMs <= giveUpAt,
    removalMs,
  };
}
