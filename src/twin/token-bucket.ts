// A token bucket as AWS throttles with: so many calls at once, then so many per second.
import type { SavedPart } from './saved-parts.ts';
import type { BucketSpec } from './world-spec.ts';

export interface SavedBucket {
  readonly tokens: number;
  readonly filledAt?: number | undefined;
}

export interface TokenBucket extends SavedPart<SavedBucket> {
  /** False when the call has to be refused. */
  take(now: number): boolean;
}

export function createTokenBucket(spec: BucketSpec): TokenBucket {
  let tokens = spec.size;
  let filledAt: number | undefined;
  return {
    take(now) {
      const elapsedMs = now - (filledAt ?? now);
      tokens = Math.min(spec.size, tokens + (elapsedMs / 1_000) * spec.refillPerSecond);
      filledAt = now;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
    save: () => ({ tokens, filledAt }),
    load(saved, shift) {
      tokens = saved.tokens;
      filledAt = saved.filledAt === undefined ? undefined : shift(saved.filledAt);
    },
  };
}
