// The effect protocol: intent on disk, act once, confirm; what may have happened is read back first.
import { type Clock, sleep } from '../lib/clock.ts';
import { isJsonObject, type Json } from '../lib/json.ts';
import type { FailureType, NodePath } from '../plan/plan.ts';
import { asCloudError, classify } from './classify.ts';
import type { EffectConfirmed, ExecutionEvent } from './event.ts';
import type { EffectState } from './state.ts';
import { Cancelled, type Effect, LetGo, StepFailure } from './step.ts';

export interface EffectRequest<Result extends Json> {
  readonly effect: Effect<Result>;
  /** What it does may have been done already, under another name of this attempt. */
  readonly isDoubtful: boolean;
  readonly path: NodePath;
  readonly attempt: number;
  readonly clock: Clock;
  /** When this owner took the run: before that, somebody else may have sent something. */
  readonly claimedAt: number;
  /** Aborts when the attempt is cancelled or let go. */
  readonly cancelled: AbortSignal;
  /** Aborts only when this owner lets go of the run. */
  readonly letGo: AbortSignal;
  readonly known: EffectState | undefined;
  readonly record: (event: ExecutionEvent) => Promise<void>;
  /** Returns when a write may leave in this turn; throws `LetGo` when none may any more. */
  readonly hold: () => Promise<void>;
}

export async function runEffect<Result extends Json>(
  given: EffectRequest<Result>,
): Promise<Result> {
  const request = given.effect.isUncut === true ? { ...given, cancelled: given.letGo } : given;
  const { effect, known } = request;
  if (known?.confirmed !== undefined) return replay(known.confirmed);
  if (known !== undefined) {
    const found = await findOut(request, known.request, request.claimedAt);
    return found.applied ? found.result : actUntilKnown(request, known.request);
  }
  request.cancelled.throwIfAborted();
  const { path, attempt, clock } = request;
  const { name, changesWorld } = effect;
  const intent = { path, attempt, effect: name, request: effect.request, changesWorld };
  await request.record({ at: clock.now(), type: 'EffectIntended', ...intent });
  if (request.isDoubtful) {
    const found = await findOut(request, effect.request, request.claimedAt);
    if (found.applied) return found.result;
  }
  return actUntilKnown(request, effect.request);
}

/** What the attempt learned before a crash, once more. */
function replay<Result extends Json>(confirmed: EffectConfirmed): Result {
  if (confirmed.outcome === 'applied') return (confirmed.result ?? null) as Result;
  const failure = isJsonObject(confirmed.result) ? confirmed.result : {};
  const type = (failure['type'] ?? 'Unknown') as FailureType;
  const message = String(failure['message'] ?? `"${confirmed.effect}" was not done`);
  throw new StepFailure({ type, message });
}

const MAX_REFUSALS = 8;

async function actUntilKnown<Result extends Json>(
  request: EffectRequest<Result>,
  written: Json,
): Promise<Result> {
  const { effect, clock } = request;
  for (let refusals = 0; ; ) {
    await makeReady(request);
    await request.hold();
    await giveUpIfCancelled(request);
    const sentAt = clock.now();
    try {
      const result = await effect.act(written);
      await confirm(request, { outcome: 'applied', via: 'response', result });
      return result;
    } catch (thrown) {
      if (thrown instanceof LetGo) throw thrown;
      const kind = asCloudError(thrown)?.kind;
      if (kind === 'unknown-outcome') {
        const found = await findOut(request, written, sentAt);
        if (found.applied) return found.result;
        continue;
      }
      const mayPass = kind === 'throttled' || kind === 'unavailable';
      if (mayPass && ++refusals < MAX_REFUSALS) {
        await pause(request, delayOf(thrown, refusals), request.cancelled);
        continue;
      }
      await confirmRefused(request, thrown, 'response');
      throw thrown;
    }
  }
}

async function makeReady<Result extends Json>(request: EffectRequest<Result>): Promise<void> {
  try {
    await request.effect.ready?.();
  } catch (thrown) {
    if (!(thrown instanceof LetGo)) await confirmRefused(request, thrown, 'not-sent');
    throw thrown;
  }
}

/** Nothing has left yet, or a read-back said that nothing had happened. */
async function giveUpIfCancelled<Result extends Json>(
  request: EffectRequest<Result>,
): Promise<void> {
  request.letGo.throwIfAborted();
  if (!request.cancelled.aborted) return;
  const result = { type: 'Unknown', message: 'the step was cancelled before the write was sent' };
  await confirm(request, { outcome: 'not-applied', via: 'not-sent', result });
  throw request.cancelled.reason;
}

/**
 * A definite no is recorded. A write that was cut while it was under way is none: its intent stays open,
 * and the attempt assumes that it was done. Anything else is a defect, and left for a read-back.
 */
async function confirmRefused<Result extends Json>(
  request: EffectRequest<Result>,
  thrown: unknown,
  via: 'response' | 'not-sent',
): Promise<void> {
  const failure = classify(thrown);
  const isUnsent = thrown instanceof Cancelled && via === 'not-sent';
  if (failure === undefined && !isUnsent) return;
  const { type, message } = failure ?? { type: 'Unknown', message: 'the step was cancelled' };
  const result = { type, message };
  await confirm(request, { outcome: 'not-applied', via, result });
}

type Found<Result> = { readonly applied: true; readonly result: Result } | { applied: false };

const MAX_READ_BACKS_AFTER_CANCEL = 8;

/** Waits until nothing sent before can still take effect, then reads back until the answer is known. */
async function findOut<Result extends Json>(
  request: EffectRequest<Result>,
  written: Json,
  sentAt: number,
): Promise<Found<Result>> {
  const { effect, clock } = request;
  const settledAt = Math.max(sentAt, request.claimedAt) + effect.settleMs;
  await pause(request, settledAt - clock.now(), request.letGo);
  let afterCancel = 0;
  for (let failures = 1; ; failures++) {
    try {
      const found = await effect.readBack(written);
      if (found.applied) {
        const { result } = found;
        await confirm(request, { outcome: 'applied', via: 'read-back', result });
      }
      return found;
    } catch (thrown) {
      if (asCloudError(thrown) === undefined && !(thrown instanceof Cancelled)) throw thrown;
      if (request.cancelled.aborted && ++afterCancel >= MAX_READ_BACKS_AFTER_CANCEL) {
        await confirm(request, { outcome: 'applied', via: 'assumed' });
        throw request.cancelled.reason;
      }
      await pause(request, delayOf(thrown, failures), request.letGo);
    }
  }
}

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 15_000;

function delayOf(thrown: unknown, failures: number): number {
  const backoffMs = Math.min(FIRST_DELAY_MS * 2 ** (failures - 1), LONGEST_DELAY_MS);
  return Math.max(asCloudError(thrown)?.retryAfterMs ?? 0, backoffMs);
}

/** Ends early when the signal aborts; letting go throws, a cancellation is the caller's to see. */
async function pause<Result extends Json>(
  request: EffectRequest<Result>,
  delayMs: number,
  signal: AbortSignal,
): Promise<void> {
  if (delayMs > 0) await sleep(request.clock, delayMs, signal).catch(() => {});
  request.letGo.throwIfAborted();
}

async function confirm<Result extends Json>(
  request: EffectRequest<Result>,
  outcome: Pick<EffectConfirmed, 'outcome' | 'via'> & { readonly result?: Json },
): Promise<void> {
  const { path, attempt, clock } = request;
  const effect = request.effect.name;
  await request.record({
    at: clock.now(),
    type: 'EffectConfirmed',
    path,
    attempt,
    effect,
    ...outcome,
  });
}
