// How often somebody may try to sign in: after some failures each further try waits longer, and never for good.
import { ProblemError } from '../problem-error.ts';

export interface TryLimits {
  /**
   * Counts a try before its outcome is known, so that tries at the same time count too. Throws
   * `ProblemError` when it comes too early; a refused try is not counted.
   */
  begin(user: string, from: string): Try;
}

export interface Try {
  /** The password was right: earlier failures of this person from here are forgotten. */
  succeeded(): void;
}

/** How many failures are free, and the longest wait after one more. */
interface Allowance {
  readonly free: number;
  readonly waitMaxMs: number;
}

interface Failures {
  readonly count: number;
  readonly lastAt: number;
}

const ALLOWANCES = {
  pair: { free: 5, waitMaxMs: 300_000 },
  address: { free: 30, waitMaxMs: 300_000 },
  // Somebody who fails on purpose, from everywhere, must not keep the person themselves out for long.
  user: { free: 30, waitMaxMs: 20_000 },
} as const satisfies Record<string, Allowance>;
const FORGOTTEN_AFTER_MS = 900_000;
const WAIT_FIRST_MS = 1_000;
const KEYS_MAX = 10_000;

export function createTryLimits(now: () => number): TryLimits {
  const failures = new Map<string, Failures>();
  const countOf = (key: string): number => {
    const found = failures.get(key);
    return found === undefined || now() - found.lastAt > FORGOTTEN_AFTER_MS ? 0 : found.count;
  };
  const put = (key: string, count: number): void => {
    failures.delete(key);
    if (count > 0) failures.set(key, { count, lastAt: now() });
    const [oldest] = failures.keys();
    if (failures.size > KEYS_MAX && oldest !== undefined) failures.delete(oldest);
  };
  return {
    begin(user, from) {
      const name = user.toLowerCase();
      const keys = {
        pair: `pair ${from} ${name}`,
        address: `address ${from}`,
        user: `user ${name}`,
      };
      const waits = (['pair', 'address', 'user'] as const).map((kind) => {
        const wait = waitMs(countOf(keys[kind]), ALLOWANCES[kind]);
        return wait === 0 ? 0 : (failures.get(keys[kind])?.lastAt ?? 0) + wait - now();
      });
      const longest = Math.max(...waits);
      if (longest > 0) throw tooMany(longest);
      for (const key of Object.values(keys)) put(key, countOf(key) + 1);
      return {
        succeeded() {
          put(keys.pair, 0);
          put(keys.user, 0);
          // Else somebody with an account here could try all others from the same place.
          put(keys.address, countOf(keys.address) - 1);
        },
      };
    },
  };
}

function waitMs(failed: number, { free, waitMaxMs }: Allowance): number {
  return failed < free ? 0 : Math.min(waitMaxMs, WAIT_FIRST_MS * 2 ** (failed - free));
}

function tooMany(waitMs: number): ProblemError {
  const seconds = Math.ceil(waitMs / 1_000);
  return new ProblemError(
    'too-many-requests',
    `Signing in has failed too often. Nothing was done; try again in ${seconds} s.`,
    { retryAfterMs: waitMs },
  );
}
