// All waiting of one world on its clock, so that it can be ended at once.
import type { Clock } from '../lib/clock.ts';

export interface Timers {
  /** Like the clock's `after`, but silent once the world is closed. */
  after(delayMs: number, wake: () => void): () => void;
  close(): void;
}

export function createTimers(clock: Clock): Timers {
  const pending = new Set<() => void>();
  let closed = false;
  return {
    after(delayMs, wake) {
      if (closed) return () => undefined;
      const cancel = clock.after(delayMs, () => {
        pending.delete(stop);
        if (!closed) wake();
      });
      const stop = (): void => {
        pending.delete(stop);
        cancel();
      };
      pending.add(stop);
      return stop;
    },
    close() {
      closed = true;
      for (const stop of [...pending]) stop();
    },
  };
}
