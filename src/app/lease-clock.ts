// The clock by which an owner measures its lease: never slower than the one by which the journal counts it.
import type { Clock } from '../lib/clock.ts';

/** Clocks that are read one after the other, one of them in whole milliseconds, differ that much. */
const ROUNDING_MS = 10;

/**
 * A machine that slept has a steady clock that did not count, and the system's clock can be set
 * forward: by the journal's clock a lease is over then that its owner would still trust. So whatever
 * `wallNow` gains on `steady` is added. What it loses is not taken off: the clock never goes back.
 */
export function createLeaseClock(wallNow: () => number, steady: Clock): Clock {
  let difference = wallNow() - steady.now();
  let gained = 0;
  const now = (): number => {
    const steadyNow = steady.now();
    const moved = wallNow() - steadyNow - difference;
    if (Math.abs(moved) > ROUNDING_MS) {
      difference += moved;
      gained += Math.max(0, moved);
    }
    return steadyNow + gained;
  };
  return { now, after: steady.after };
}
