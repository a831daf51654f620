// Trying again where the cloud has certainly done nothing: throttled and unavailable calls, with growing pauses.
import { CloudError } from '../../cloud/cloud-error.ts';
import { type Effect, type StepContext, StepFailure } from '../../execution/step.ts';
import type { Json } from '../../lib/json.ts';
import { outcomeOf } from './failure.ts';
import { isNotFound } from './not-found.ts';
import { type Pace, pause } from './pace.ts';

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 30_000;

/** A read, repeated until it answers or the pace gives up; then its last error is thrown. */
export async function withRetries<Answer>(
  pace: Pace,
  call: () => Promise<Answer>,
): Promise<Answer> {
  for (let tries = 0; ; tries++) {
    try {
      return await call();
    } catch (error) {
      const delayMs = retryDelayMs(error, tries);
      if (delayMs === undefined || pace.clock.now() + delayMs > pace.giveUpAt) throw error;
      await pause(pace, delayMs);
    }
  }
}

/** How long a client's lost answer may still take effect. */
const SETTLE_MS = 20_000;

type WriteEffect<Result extends Json> = Omit<Effect<Result>, 'settleMs'>;

/** A write. The engine tries it some times; each further round is an effect of its own. */
export async function write<Result extends Json>(
  context: StepContext,
  pace: Pace,
  effect: WriteEffect<Result>,
): Promise<Result> {
  for (let round = 1; ; round++) {
    const name = round === 1 ? effect.name : `${effect.name} (round ${round})`;
    try {
      return await context.effect({
        ...effect,
        name,
        settleMs: SETTLE_MS,
        readBack: (request) => lookBack(pace, effect, request),
      });
    } catch (error) {
      if (!isRefusedForNow(error) || pace.clock.now() + LONGEST_DELAY_MS > pace.giveUpAt)
        throw error;
      if (error instanceof CloudError) await pause(pace, LONGEST_DELAY_MS);
    }
  }
}

/**
 * What is gone shows no write. A write that no time-out cuts is asked for until its own time is
 * over; then its outcome stays unknown, and the step must say so.
 */
async function lookBack<Result extends Json>(
  pace: Pace,
  effect: WriteEffect<Result>,
  request: Json,
): ReturnType<Effect<Result>['readBack']> {
  try {
    return await withRetries(pace, () => effect.readBack(request));
  } catch (error) {
    if (isNotFound(error)) return { applied: false };
    const isOver = effect.isUncut === true && pace.clock.now() > pace.giveUpAt;
    throw isOver ? outcomeOf(error, `Nobody knows whether "${effect.name}" was done`) : error;
  }
}

/** A refusal of a round before a crash comes back as the failure that was recorded. */
function isRefusedForNow(error: unknown): boolean {
  if (error instanceof StepFailure) return error.failure.type === 'Connectivity';
  return error instanceof CloudError && retryDelayMs(error, 0) !== undefined;
}

function retryDelayMs(error: unknown, tries: number): number | undefined {
  if (!(error instanceof CloudError)) return undefined;
  if (error.kind !== 'throttled' && error.kind !== 'unavailable') return undefined;
  return error.retryAfterMs ?? Math.min(FIRST_DELAY_MS * 2 ** tries, LONGEST_DELAY_MS);
}
