// A value whose readers may still see, for a while after a write, what was before.
import type { Clock } from '../lib/clock.ts';
import type { Random } from './random.ts';
import type { SavedPart } from './saved-parts.ts';

/** Without a time it was never written. */
export interface SavedLagging<Value> {
  readonly current: Value;
  readonly previous: Value;
  readonly writtenAt: number | null;
}

export interface Lagging<Value> extends SavedPart<SavedLagging<Value>> {
  /** What it really is. */
  readonly now: Value;
  write(value: Value): void;
  /** What one reader is told. */
  read(): Value;
}

export function createLagging<Value>(
  first: Value,
  lag: {
    readonly clock: Clock;
    readonly random: Random;
    readonly lagMs: number;
    /** Whether whoever reads now is told what was before the last write, however long ago. */
    readonly isStale: () => boolean;
  },
): Lagging<Value> {
  let current = first;
  let previous = first;
  let writtenAt: number | null = null;
  return {
    get now(): Value {
      return current;
    },
    write(value) {
      previous = current;
      current = value;
      writtenAt = lag.clock.now();
    },
    read() {
      if (lag.isStale()) return previous;
      const isFresh = writtenAt !== null && lag.clock.now() - writtenAt < lag.lagMs;
      return isFresh && lag.random.next() < 0.5 ? previous : current;
    },
    save: () => ({ current, previous, writtenAt }),
    load(saved, shift) {
      ({ current, previous } = saved);
      writtenAt = saved.writtenAt === null ? null : shift(saved.writtenAt);
    },
  };
}
