// Judges a person's word that a Dirty run's leftovers are dealt with.
import type { Plan } from '../plan/plan.ts';
import type { EndState, ExecutionEvent, ExecutionResolved } from './event.ts';
import { evolve, evolveAll } from './evolve.ts';
import type { SignalVerdict } from './journal.ts';
import { emptyState } from './state.ts';

export interface Resolution extends Omit<ExecutionResolved, 'type'> {
  readonly at: number;
}

export type ResolutionRefusal =
  | { readonly code: 'not-ended' }
  | { readonly code: 'not-dirty'; readonly end: EndState }
  | {
      readonly code: 'already-resolved';
      readonly resolved: ExecutionResolved & { readonly at: number };
    };

/** For `Journal.signal`, which gives up the locks with the event. */
export function judgeResolution(
  events: readonly ExecutionEvent[],
  plan: Plan,
  resolution: Resolution,
): SignalVerdict<ResolutionRefusal> {
  const state = evolveAll(emptyState(plan), events);
  const { finished, resolved } = state;
  if (finished === undefined) return refused({ code: 'not-ended' });
  if (finished.end !== 'Dirty') return refused({ code: 'not-dirty', end: finished.end });
  if (resolved !== undefined) return refused({ code: 'already-resolved', resolved });
  const at = Math.max(resolution.at, finished.at);
  const event: ExecutionEvent = { ...resolution, at, type: 'ExecutionResolved' };
  evolve(state, event);
  return { status: 'accepted', event };
}

function refused(refusal: ResolutionRefusal): SignalVerdict<ResolutionRefusal> {
  return { status: 'refused', refusal };
}
