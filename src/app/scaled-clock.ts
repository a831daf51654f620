// A clock that runs faster than the wall by a factor, alike in every process that is given the same three numbers.
import type { Clock } from '../lib/clock.ts';

export interface ScaledClockOptions {
  /** What the clock shows at the origin, in milliseconds since 1970. */
  readonly originAt: number;
  /** The origin on the wall clock, in milliseconds since 1970. */
  readonly realOriginAt: number;
  readonly speed: number;
}

const LONGEST_TIMER_MS = 2_000_000_000;

/** Never wakes anybody early: a timer that fires too soon is set again for what is left. */
export function createScaledClock(options: ScaledClockOptions): Clock {
  const { originAt, realOriginAt, speed } = options;
  const now = (): number =>
    originAt + (performance.timeOrigin + performance.now() - realOriginAt) * speed;
  return {
    now,
    after(delayMs, wake) {
      const dueAt = now() + delayMs;
      const leftMs = (): number => Math.ceil((dueAt - now()) / speed);
      const look = (): void => {
        if (leftMs() <= 0) wake();
        else timer = setTimeout(look, Math.min(leftMs(), LONGEST_TIMER_MS));
      };
      let timer = setTimeout(look, Math.max(0, Math.min(leftMs(), LONGEST_TIMER_MS)));
      return () => clearTimeout(timer);
    },
  };
}
