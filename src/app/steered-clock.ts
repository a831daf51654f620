// A clock that runs as fast as it is told, or stands still, and can be moved on by hand.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../lib/clock.ts';
import type { ScaledClockOptions } from './scaled-clock.ts';
import { createTimerQueue, type TimerQueue } from './timer-queue.ts';

export interface SteeredClock extends Clock {
  /** What gives another process the same clock, until it is moved again; a speed of 0 stands still. */
  numbers(): ScaledClockOptions;
  /** Adds `ms` to what the clock would show: everything due on the way wakes in order, at its own time. */
  advance(ms: number): Promise<void>;
  /** Goes on by these numbers, waking what is due on the way; it never goes back. */
  steer(to: ScaledClockOptions): Promise<void>;
  /** How many wait. */
  waiting(): number;
}

const LONGEST_TIMER_MS = 2_000_000_000;

/** `settle` resolves when all that was woken has done what it does at that time. */
export function createSteeredClock(
  first: ScaledClockOptions,
  settle: () => Promise<void> = async () => await nextTurn(),
): SteeredClock {
  const queue = createTimerQueue();
  let numbers = first;
  let least = Number.NEGATIVE_INFINITY;
  let heldAt: number | undefined;
  let pump: { readonly timer: NodeJS.Timeout; readonly at: number } | undefined;
  let moving = Promise.resolve();

  const now = (): number => heldAt ?? Math.max(least, shownBy(numbers));
  const disarm = (): void => {
    clearTimeout(pump?.timer);
    pump = undefined;
  };
  const arm = (): void => {
    const at = queue.first()?.at;
    if (pump !== undefined && pump.at === at) return;
    disarm();
    if (at === undefined || heldAt !== undefined || numbers.speed === 0) return;
    const leftMs = Math.ceil((at - now()) / numbers.speed);
    const timer = setTimeout(wakeDue, Math.max(0, Math.min(leftMs, LONGEST_TIMER_MS)));
    pump = { timer, at };
  };
  const wakeDue = (): void => {
    pump = undefined;
    try {
      while (heldAt === undefined && dueBy(queue, now())) queue.takeFirst()?.wake();
    } finally {
      arm();
    }
  };
  const move = async (change: () => ScaledClockOptions): Promise<void> => {
    const to = change();
    const target = Math.max(now(), shownBy(to));
    heldAt = now();
    disarm();
    try {
      await settle();
      while (dueBy(queue, target)) {
        const timer = queue.takeFirst();
        heldAt = Math.max(heldAt, timer?.at ?? heldAt);
        timer?.wake();
        await settle();
      }
    } finally {
      numbers = to;
      least = target;
      heldAt = undefined;
      arm();
    }
  };
  const steer = (change: () => ScaledClockOptions): Promise<void> => {
    const moved = moving.then(() => move(change));
    moving = moved.catch(() => undefined);
    return moved;
  };

  return {
    now,
    after(delayMs, wake) {
      if (delayMs <= 0) {
        const immediate = setImmediate(wake);
        return () => clearImmediate(immediate);
      }
      const cancel = queue.add({ at: now() + delayMs, wake });
      arm();
      return () => {
        cancel();
        arm();
      };
    },
    numbers: () => numbers,
    advance: (ms) => steer(() => ({ ...numbers, originAt: numbers.originAt + ms })),
    steer: (to) => steer(() => to),
    waiting: () => queue.size(),
  };
}

function shownBy({ originAt, realOriginAt, speed }: ScaledClockOptions): number {
  return originAt + (performance.timeOrigin + performance.now() - realOriginAt) * speed;
}

function dueBy(queue: TimerQueue, at: number): boolean {
  const first = queue.first();
  return first !== undefined && first.at <= at;
}
