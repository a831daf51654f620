// A value whose readers may still see, for a while after a write, what was before.
import type { Clock } from '../lib/clock.ts';
import type { Random } from './random.ts';

export interface Lagging<Value> {
  /** What it really is. */
  readonly now: Value;
  write(value: Value): void;
  /** What one reader is told. */
  read(): Value;
}

export function createLagging<Value>(
  first: Value,
  lag: { readonly clock: Clock; readonly random: Random; readonly lagMs: number },
): Lagging<Value> {
  let current = first;
  let previous = first;
  let writtenAt = Number.NEGATIVE_INFINITY;
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
      const isFresh = lag.clock.now() - writtenAt < lag.lagMs;
      return isFresh && lag.random.next() < 0.5 ? previous : current;
    },
  };
}
