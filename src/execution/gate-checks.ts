// The read-only checks of waiting gates: each due slot is run once by the owner, and recorded only when its word changes.
import { assert } from '../lib/assert.ts';
import type { Clock } from '../lib/clock.ts';
import type { Check } from './decide/walk.ts';
import type { ExecutionEvent, GateWatched } from './event.ts';
import type { ExecutionId } from './journal.ts';
import type { LogSink } from './log-sink.ts';
import { approvalVerdict, type State } from './state.ts';
import { LetGo, type StepDefinition, type WatchContext, type WatchWord } from './step.ts';

export interface GateChecksRequest {
  readonly execution: ExecutionId;
  readonly clock: Clock;
  readonly steps: ReadonlyMap<string, StepDefinition>;
  readonly logs: LogSink;
  readonly state: () => State;
  /** Records the event if `holds` says so of the state into which it would come. */
  readonly record: (event: ExecutionEvent, holds: (state: State) => boolean) => Promise<void>;
  readonly onEnd: () => void;
  readonly onDefect: (error: unknown) => void;
}

export interface GateChecks {
  /** Starts what is due and has not run; a gate that is not among them is not looked at any more. */
  follow(due: readonly Check[]): void;
  readonly isBusy: boolean;
  letGo(): void;
}

export function createGateChecks(request: GateChecksRequest): GateChecks {
  const done = new Map<string, number>();
  const underWay = new Map<string, AbortController>();
  const start = (check: Check): void => {
    const { path } = check.step;
    const stopping = new AbortController();
    done.set(path, check.slotAt);
    underWay.set(path, stopping);
    runCheck(request, check, stopping.signal)
      .catch((error: unknown) => {
        if (!stopping.signal.aborted && !(error instanceof LetGo)) request.onDefect(error);
      })
      .finally(() => {
        underWay.delete(path);
        request.onEnd();
      });
  };
  return {
    follow(due) {
      for (const [path, stopping] of underWay) {
        if (!due.some(({ step }) => step.path === path)) stopping.abort(new LetGo());
      }
      for (const check of due) {
        const { path } = check.step;
        if (!underWay.has(path) && (done.get(path) ?? 0) < check.slotAt) start(check);
      }
    },
    get isBusy() {
      return underWay.size > 0;
    },
    letGo() {
      for (const stopping of underWay.values()) stopping.abort(new LetGo());
    },
  };
}

/** What is not recorded counts as well: a gate opens after everything before it has been proven. */
const WELL: WatchWord = { isWell: true, says: '' };

async function runCheck(
  request: GateChecksRequest,
  check: Check,
  signal: AbortSignal,
): Promise<void> {
  const { path, type } = check.step;
  const { attempt } = check;
  const watch = request.steps.get(type)?.watch;
  assert(watch !== undefined, `nothing watches for a step of type ${type}`);
  const word = await watch(contextOf(request, check, signal));
  signal.throwIfAborted();
  const isNews = (state: State): boolean => {
    const step = state.steps.get(path);
    const { approval } = step ?? {};
    if (step?.phase !== 'approval' || step.attempt !== attempt || approval === undefined) {
      return false;
    }
    const last = approval.watched ?? WELL;
    const isSame = last.isWell === word.isWell && (word.isWell || last.says === word.says);
    return approvalVerdict(approval) === 'open' && last.failure === undefined && !isSame;
  };
  if (!isNews(request.state())) return;
  const said: GateWatched = { type: 'GateWatched', path, attempt, ...word };
  await request.record({ at: request.clock.now(), ...said }, isNews);
}

function contextOf(
  { execution, clock, logs, state }: GateChecksRequest,
  { step, attempt, deadlineAt }: Check,
  signal: AbortSignal,
): WatchContext {
  const { path } = step;
  return {
    path,
    attempt,
    stage: state().index.stageOf(path),
    deadlineAt,
    signal,
    clock,
    facts: (name) => [...(state().facts.get(name) ?? [])],
    log: (line) => logs.write(execution, path, attempt, line),
  };
}
