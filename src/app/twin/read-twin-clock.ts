// The clock of a running twin, asked of the twin itself and followed when somebody moves it on.
import { z } from 'zod';
import type { Clock } from '../../lib/clock.ts';
import type { ScaledClockOptions } from '../scaled-clock.ts';
import { createSteeredClock, type SteeredClock } from '../steered-clock.ts';

const ANSWER_WITHIN_MS = 5_000;
/** How often, in real time, it is asked whether the clock was moved. */
const ASK_EVERY_MS = 100;
/** A twin that is silent so often is gone. */
const MOST_SILENCES = 20;
/** Nobody is asked for a clock at which nobody waits or looks. */
const IDLE_AFTER_MS = 2_000;

const clockSchema = z.object({
  originAt: z.number(),
  realOriginAt: z.number(),
  speed: z.number().nonnegative(),
});

/**
 * Moved on as a whole when the twin's own clock is: who waits on it wakes in order, but the twin may
 * be there already. Rejects when nothing at this address answers as a twin does.
 */
export async function readTwinClock(url: string): Promise<FollowedClock> {
  const clock = createSteeredClock(await askNumbers(url));
  return followed(clock, () => askNumbers(url));
}

export interface FollowedClock extends Clock {
  /** How many times as fast as the wall it goes now. */
  speed(): number;
  /** It has not answered for so long that nobody asks it any more. */
  isLost(): boolean;
}

async function askNumbers(url: string): Promise<ScaledClockOptions> {
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
  const answer = await fetch(`${url}/_twin/clock`, { signal });
  if (!answer.ok) throw new Error(`${url} is no twin: /_twin/clock answers ${answer.status}`);
  return clockSchema.parse(await answer.json());
}

function followed(clock: SteeredClock, ask: () => Promise<ScaledClockOptions>): FollowedClock {
  let lookedAt = 0;
  let silences = 0;
  let timer: NodeJS.Timeout | undefined;
  const isWatched = (): boolean =>
    clock.waiting() > 0 || performance.now() - lookedAt < IDLE_AFTER_MS;

  const follow = async (): Promise<void> => {
    try {
      const numbers = await ask();
      silences = 0;
      if (!isSame(numbers, clock.numbers())) await clock.steer(numbers);
    } catch {
      silences += 1;
    }
    timer = undefined;
    if (silences >= MOST_SILENCES) await runOn(clock);
    else if (isWatched()) begin();
  };
  const begin = (): void => {
    timer ??= setTimeout(follow, ASK_EVERY_MS);
    // Who only looks at the clock is not kept alive by it; who waits on one that stands still is.
    if (clock.waiting() > 0) timer.ref();
    else timer.unref();
  };
  const look = (): void => {
    lookedAt = performance.now();
    if (silences < MOST_SILENCES) begin();
  };

  return {
    speed: () => clock.numbers().speed,
    isLost: () => silences >= MOST_SILENCES,
    now() {
      look();
      return clock.now();
    },
    after(delayMs, wake) {
      const cancel = clock.after(delayMs, wake);
      look();
      return () => {
        cancel();
        if (timer !== undefined && clock.waiting() === 0) timer.unref();
      };
    },
  };
}

/** The twin is gone: its clock goes on at least as fast as the wall, so that waits for it end. */
async function runOn(clock: SteeredClock): Promise<void> {
  const { speed } = clock.numbers();
  if (speed > 0) return;
  await clock.steer({ originAt: clock.now(), realOriginAt: Date.now(), speed: 1 });
}

function isSame(one: ScaledClockOptions, other: ScaledClockOptions): boolean {
  return (
    one.originAt === other.originAt &&
    one.realOriginAt === other.realOriginAt &&
    one.speed === other.speed
  );
}
