// The wall clock of this machine as a Clock.
import type { Clock } from '../lib/clock.ts';

const LONGEST_TIMER_MS = 2_147_483_647;

/** Never goes back: it runs on from where it was when the system's clock is set back. */
export function createSystemClock(): Clock {
  const offset = Date.now() - performance.now();
  const now = (): number => performance.now() + offset;
  const after = (delayMs: number, wake: () => void): (() => void) => {
    let timer: NodeJS.Timeout;
    const arm = (leftMs: number): void => {
      timer = setTimeout(
        () => (leftMs > LONGEST_TIMER_MS ? arm(leftMs - LONGEST_TIMER_MS) : wake()),
        Math.min(Math.max(0, leftMs), LONGEST_TIMER_MS),
      );
    };
    arm(delayMs);
    return () => clearTimeout(timer);
  };
  return { now, after };
}
