// Trying again where the cloud has certainly done nothing: throttled and unavailable calls, with growing pauses.
import { CloudError } from '../../cloud/cloud-error.ts';
import type { Effect, StepContext } from '../../execution/step.ts';
import type { Json } from '../../lib/json.ts';
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
export const SETTLE_MS = 20_000;

type WriteEffect<Result extends Json> = Omit<Effect<Result>, 'settleMs'>;

/** A write: each try is an effect of its own, so that each has its own intent in the journal. */
export function write<Result extends Json>(
  context: StepContext,
  pace: Pace,
  effect: WriteEffect<Result>,
): Promise<Result> {
  let tries = 0;
  return withRetries(pace, () => {
    tries += 1;
    const name = tries === 1 ? effect.name : `${effect.name} (try ${tries})`;
    return context.effect({
      name,
      request: effect.request,
      changesWorld: effect.changesWorld,
      settleMs: SETTLE_MS,
      act: (request) => effect.act(request),
      readBack: (request) => withRetries(pace, () => effect.readBack(request)),
    });
  });
}

function retryDelayMs(error: unknown, tries: number): number | undefined {
  if (!(error instanceof CloudError)) return undefined;
  if (error.kind !== 'throttled' && error.kind !== 'unavailable') return undefined;
  return error.retryAfterMs ?? Math.min(FIRST_DELAY_MS * 2 ** tries, LONGEST_DELAY_MS);
}
