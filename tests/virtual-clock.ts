// A clock that stands still until a test moves it: timers fire in order, and promises settle in between.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../src/lib/clock.ts';
import { createTimerHeap, type Timer } from './timer-heap.ts';

export interface VirtualClock extends Clock {
  /** Moves time on by `ms`, firing every timer that comes due on the way, each at its own time. */
  advance(ms: number): Promise<void>;
  /**
   * Jumps from timer to timer until the condition holds. Throws when more than `limitMs` of virtual
   * time would pass, or when no timer is left and nothing moves any more.
   */
  drive(until: () => boolean | Promise<boolean>, limitMs: number): Promise<void>;
  /** When the next timer is due. */
  nextAt(): number | undefined;
}

/**
 * `settleTurns` is how many turns of the event loop everything that was woken gets before time may
 * move again; raise it for tests whose work passes through files or sockets. With 0 nothing but
 * promises is waited for, and no turn is taken: for work that stays in memory, and much faster.
 */
export function createVirtualClock(startAt = 0, settleTurns = 3): VirtualClock {
  let now = startAt;
  let order = 0;
  const timers = createTimerHeap();

  const after = (delayMs: number, wake: () => void): (() => void) => {
    if (delayMs <= 0 && settleTurns > 0) {
      const immediate = setImmediate(wake);
      return () => clearImmediate(immediate);
    }
    const timer: Timer = { at: now + Math.max(delayMs, 0), order: order++, wake };
    timers.add(timer);
    return () => {
      timer.wake = undefined;
    };
  };

  const settle = async (): Promise<void> => {
    if (settleTurns === 0) await new Promise<void>((resolve) => process.nextTick(resolve));
    for (let turn = 0; turn < settleTurns; turn++) await nextTurn();
  };

  const fireNext = async (): Promise<void> => {
    const timer = timers.take();
    if (timer === undefined) return;
    now = Math.max(now, timer.at);
    timer.wake?.();
    // Whoever drives settles before the next look anyway, which is enough where no turn is taken.
    if (settleTurns > 0) await settle();
  };

  const advance = async (ms: number): Promise<void> => {
    const target = now + ms;
    await settle();
    for (
      let next = timers.first();
      next !== undefined && next.at <= target;
      next = timers.first()
    ) {
      await fireNext();
      if (settleTurns === 0) await settle();
    }
    now = target;
    await settle();
  };

  const drive = async (until: () => boolean | Promise<boolean>, limitMs: number): Promise<void> => {
    const limitAt = now + limitMs;
    let quietTurns = 0;
    for (;;) {
      await settle();
      if (await until()) return;
      const timer = timers.first();
      if (timer === undefined) {
        quietTurns += 1;
        if (quietTurns > 1_000) throw new Error(`nothing moves any more at ${now} ms`);
        continue;
      }
      quietTurns = 0;
      if (timer.at > limitAt) throw new Error(`not there after ${limitMs} ms of virtual time`);
      await fireNext();
    }
  };

  return { now: () => now, after, advance, drive, nextAt: () => timers.first()?.at };
}
