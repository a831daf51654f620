// Judges a person's wish to hold a run, or to let it go on.
import type { Plan } from '../plan/plan.ts';
import type { EndState, ExecutionEvent } from './event.ts';
import { evolve, evolveAll } from './evolve.ts';
import type { SignalVerdict } from './journal.ts';
import { emptyState, inRollback, type State } from './state.ts';

export interface PauseSignal {
  readonly by: string;
  readonly at: number;
  readonly comment?: string;
}

export type PauseRefusal =
  | { readonly code: 'finished'; readonly end: EndState }
  | { readonly code: 'aborting'; readonly by: string }
  | { readonly code: 'already-paused'; readonly by: string; readonly at: number }
  /** All that is still to come is a way back, which nothing holds. */
  | { readonly code: 'going-back' }
  | { readonly code: 'follows-another' };

export type UnpauseRefusal =
  | { readonly code: 'finished'; readonly end: EndState }
  | { readonly code: 'not-paused' };

/** For `Journal.signal`: the event to add, or why the run cannot be held now. */
export function judgePause(
  events: readonly ExecutionEvent[],
  plan: Plan,
  signal: PauseSignal,
): SignalVerdict<PauseRefusal> {
  const state = evolveAll(emptyState(plan), events);
  const refusal = refusalOf(state);
  if (refusal !== undefined) return { status: 'refused', refusal };
  return accepted(state, { type: 'PauseRequested', ...wordOf(events, signal) });
}

/** The same for letting it go on. */
export function judgeUnpause(
  events: readonly ExecutionEvent[],
  plan: Plan,
  signal: PauseSignal,
): SignalVerdict<UnpauseRefusal> {
  const state = evolveAll(emptyState(plan), events);
  if (state.finished !== undefined) {
    return { status: 'refused', refusal: { code: 'finished', end: state.finished.end } };
  }
  if (state.paused === undefined) return { status: 'refused', refusal: { code: 'not-paused' } };
  return accepted(state, { type: 'PauseEnded', ...wordOf(events, signal) });
}

function refusalOf(state: State): PauseRefusal | undefined {
  const { finished, abort, paused, plan } = state;
  if (finished !== undefined) return { code: 'finished', end: finished.end };
  if (abort !== undefined) return { code: 'aborting', by: abort.by };
  if (plan.followUp !== undefined) return { code: 'follows-another' };
  if (state.unwinding || onlyGoesBack(state)) return { code: 'going-back' };
  return paused && { code: 'already-paused', by: paused.by, at: paused.at };
}

/** A later stage may still begin after the way back of an earlier one, so that alone is not enough. */
function onlyGoesBack(state: State): boolean {
  const { stages } = state.plan.pipeline;
  const [last] = stages.slice(-1);
  const isLast = last !== undefined && state.nodes.has(last.path);
  const steps = [...state.open].filter((path) => state.steps.has(path));
  return isLast && steps.length > 0 && steps.every((path) => inRollback(state, path));
}

function wordOf(
  events: readonly ExecutionEvent[],
  { by, at, comment }: PauseSignal,
): { readonly at: number; readonly by: string; readonly comment?: string } {
  const last = events.at(-1)?.at ?? at;
  return { at: Math.max(at, last), by, ...(comment !== undefined && { comment }) };
}

function accepted(
  state: State,
  event: ExecutionEvent,
): { readonly status: 'accepted'; readonly event: ExecutionEvent } {
  evolve(state, event);
  return { status: 'accepted', event };
}
