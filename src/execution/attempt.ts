// One attempt of one step: its code is run, and what comes of it is recorded.

import type { AttemptRequest } from './attempt-request.ts';
import { classify } from './classify.ts';
import type { AttemptResult, Leftover } from './event.ts';
import { maskOutcome, type Outcome } from './mask-outcome.ts';
import { renderSpec } from './render-spec.ts';
import { markedFailure } from './state.ts';
import {
  AwaitsChoice,
  AwaitsEnd,
  Cancelled,
  type CancelReason,
  LetGo,
  StepFailure,
} from './step.ts';
import { createStepContext } from './step-context.ts';

export interface RunningAttempt {
  readonly attempt: number;
  readonly entry: number;
  /** The step must stop. Waits for intents that an earlier process left open. */
  cancel(why: CancelReason): void;
  /** This process must stop; the step goes on elsewhere. */
  letGo(): void;
}

/** How long a cancelled step may take to find out about intents that an earlier process left open. */
const CANCEL_GRACE_MS = 60_000;

export function startAttempt(request: AttemptRequest): RunningAttempt {
  const stepping = new AbortController();
  const letting = new AbortController();
  const context = createStepContext(request, stepping.signal, letting.signal);
  let isCancelled = false;
  let endGrace = (): void => {};
  const cancel = (why: CancelReason): void => {
    if (isCancelled) return;
    isCancelled = true;
    const stop = (): void => stepping.abort(new Cancelled(why));
    if (!context.effects.hasEarlierOpen()) {
      stop();
      return;
    }
    context.effects.onEarlierSettled(stop);
    endGrace = request.clock.after(CANCEL_GRACE_MS, stop);
  };
  const letGo = (): void => {
    letting.abort(new LetGo());
    stepping.abort(new LetGo());
  };
  if (request.run.cancel !== undefined) cancel(request.run.cancel);
  perform(request, context, letting.signal)
    .catch((error: unknown) => {
      if (!(error instanceof LetGo)) request.onDefect(error);
    })
    .finally(() => endGrace());
  const { attempt, entry = 0 } = request.run;
  return { attempt, entry, cancel, letGo };
}

type Context = ReturnType<typeof createStepContext>;

async function perform(
  request: AttemptRequest,
  context: Context,
  letGo: AbortSignal,
): Promise<void> {
  const result = await outcomeOf(request, context);
  await context.effects.settle();
  letGo.throwIfAborted();
  const { path } = request.run.step;
  const { attempt, deadlineAt } = request.run;
  for (const effect of openIntents(request)) {
    const base = { at: request.clock.now(), path, attempt, effect } as const;
    await request.record({ ...base, type: 'EffectConfirmed', outcome: 'applied', via: 'assumed' });
  }
  const at = request.clock.now();
  if (result.status === 'approval') {
    const { approval } = result;
    const base = { at, path, attempt, approval };
    await request.record({ ...base, type: 'ApprovalOpened', expiresAt: deadlineAt });
  } else if (result.status === 'choice') {
    const { choice } = result;
    const base = { at, path, attempt, choice };
    await request.record({ ...base, type: 'ChoiceOpened', expiresAt: deadlineAt });
  } else if (result.status === 'wait') {
    await request.record({ at, type: 'WaitOpened', path, attempt, wait: result.wait });
  } else {
    await request.record({ at, type: 'AttemptFinished', path, attempt, result });
  }
}

function openIntents(request: AttemptRequest): string[] {
  const effects = request.state().steps.get(request.run.step.path)?.effects ?? new Map();
  return [...effects].filter(([, { confirmed }]) => confirmed === undefined).map(([name]) => name);
}

async function outcomeOf(request: AttemptRequest, context: Context): Promise<Outcome> {
  const { step } = request.run;
  const definition = request.steps.get(step.type);
  if (definition === undefined) return failed(`there is no step of type ${step.type}`);
  const facts = { executionId: request.execution, secrets: request.secrets };
  const rendered = renderSpec(request.state(), step, facts, definition.names);
  if (context.hidden.add(rendered.secrets) > 0) context.context.log(TOO_SHORT);
  if (rendered.status === 'failed') return maskOutcome(context.hidden, failed(rendered.message));
  try {
    const result = await definition.run(rendered.spec, context.context);
    const outcome = result.status === 'succeeded' ? { output: {}, ...result } : result;
    return maskOutcome(context.hidden, outcome);
  } catch (thrown) {
    return maskOutcome(context.hidden, outcomeOfThrown(thrown, request, context.context.signal));
  }
}

const TOO_SHORT =
  'Warning: a secret of this run has fewer than 3 characters and cannot be hidden in logs and messages. Use a longer one.';

function outcomeOfThrown(thrown: unknown, request: AttemptRequest, signal: AbortSignal): Outcome {
  if (thrown instanceof AwaitsChoice) return { status: 'choice', choice: thrown.choice };
  if (thrown instanceof AwaitsEnd) return { status: 'wait', wait: thrown.wait };
  const aborted = thrown instanceof Error && thrown.name === 'AbortError' && signal.aborted;
  const reason: unknown = aborted ? signal.reason : thrown;
  if (reason instanceof Cancelled) return cut(reason.why, request);
  const failure = classify(reason);
  if (failure === undefined) throw reason;
  const leftovers: readonly Leftover[] = reason instanceof StepFailure ? reason.leftovers : [];
  return { status: 'failed', failure, ...(leftovers.length > 0 && { leftovers }) };
}

function cut(why: CancelReason, { run, state }: AttemptRequest): AttemptResult {
  const marked = state().steps.get(run.step.path)?.marked;
  if (why === 'mark' && marked !== undefined) {
    return { status: 'failed', failure: markedFailure(marked) };
  }
  return { status: why === 'abort' ? 'aborted' : 'expired' };
}

function failed(message: string): AttemptResult {
  return { status: 'failed', failure: { type: 'Unknown', message } };
}
