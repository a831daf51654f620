// The wall clock of this machine as a Clock that never goes back.
import type { Clock } from '../lib/clock.ts';
import { createScaledClock } from './scaled-clock.ts';

/** Runs on from where it was when somebody sets the system's clock back. */
export function createSystemClock(): Clock {
  const startedAt = performance.timeOrigin;
  return createScaledClock({ originAt: startedAt, realOriginAt: startedAt, speed: 1 });
}
