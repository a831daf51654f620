// A clock that stands still until a test moves it: timers fire in order, and promises settle in between.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../src/lib/clock.ts';

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

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly wake: () => void;
}

/**
 * `settleTurns` is how many turns of the event loop everything that was woken gets before time may
 * move again; raise it for tests whose work passes through files or sockets.
 */
export function createVirtualClock(startAt = 0, settleTurns = 3): VirtualClock {
  let now = startAt;
  let order = 0;
  const timers = new Set<Timer>();

  const after = (delayMs: number, wake: () => void): (() => void) => {
    if (delayMs <= 0) {
      const immediate = setImmediate(wake);
      return () => clearImmediate(immediate);
    }
    const timer: Timer = { at: now + delayMs, order: order++, wake };
    timers.add(timer);
    return () => timers.delete(timer);
  };

  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < settleTurns; turn++) await nextTurn();
  };

  const next = (): Timer | undefined => {
    let first: Timer | undefined;
    for (const timer of timers) {
      const earlier = first === undefined || timer.at < first.at;
      if (earlier || (timer.at === first?.at && timer.order < first.order)) first = timer;
    }
    return first;
  };

  const fire = async (timer: Timer): Promise<void> => {
    timers.delete(timer);
    now = Math.max(now, timer.at);
    timer.wake();
    await settle();
  };

  const advance = async (ms: number): Promise<void> => {
    const target = now + ms;
    await settle();
    for (let timer = next(); timer !== undefined && timer.at <= target; timer = next()) {
      await fire(timer);
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
      const timer = next();
      if (timer === undefined) {
        quietTurns += 1;
        if (quietTurns > 1_000) throw new Error(`nothing moves any more at ${now} ms`);
        continue;
      }
      quietTurns = 0;
      if (timer.at > limitAt) throw new Error(`not there after ${limitMs} ms of virtual time`);
      await fire(timer);
    }
  };

  return { now: () => now, after, advance, drive, nextAt: () => next()?.at };
}
