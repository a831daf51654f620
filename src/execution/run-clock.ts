// The clock of one drive: the world's clock, which an earlier process may have seen further on.
import type { Clock } from '../lib/clock.ts';

/**
 * Somebody may have set the clock back between two processes. The run goes on from its last event:
 * the time that deadlines have left stays what it was, and what is read back is waited for in full.
 */
export function continueFrom(clock: Clock, lastAt: number): Clock {
  const behindMs = Math.max(0, lastAt - clock.now());
  if (behindMs === 0) return clock;
  return { now: () => clock.now() + behindMs, after: clock.after };
}
