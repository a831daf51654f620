// Spot's limits: so many calls per route and method in a window; knocking while blocked prolongs it.
import { refill, type SavedPart } from '../saved-parts.ts';
import type { RateLimit, SpotOperation } from '../twin.ts';

type SavedWindows = readonly [SpotOperation, { startedAt: number; used: number }][];

export interface RateLimits extends SavedPart<SavedWindows> {
  /** False when the call has to be refused. */
  take(operation: SpotOperation, now: number): boolean;
  read(operation: SpotOperation, now: number): RateLimit;
}

const WINDOW_MS = 60_000;

export function createRateLimits(limit: number): RateLimits {
  const windows = new Map<SpotOperation, { startedAt: number; used: number }>();
  const current = (operation: SpotOperation, now: number) => {
    const known = windows.get(operation);
    if (known !== undefined && now - known.startedAt < WINDOW_MS) return known;
    const fresh = { startedAt: now, used: 0 };
    windows.set(operation, fresh);
    return fresh;
  };
  return {
    take(operation, now) {
      const window = current(operation, now);
      window.used += 1;
      if (window.used <= limit) return true;
      window.startedAt = now;
      return false;
    },
    read(operation, now) {
      const { startedAt, used } = current(operation, now);
      const resetSeconds = Math.ceil((startedAt + WINDOW_MS - now) / 1_000);
      return { limit, remaining: Math.max(0, limit - used), resetSeconds };
    },
    save: () => [...windows],
    load: (saved, shift) =>
      refill(
        windows,
        saved.map(([operation, { startedAt, used }]) => [
          operation,
          { startedAt: shift(startedAt), used },
        ]),
      ),
  };
}
