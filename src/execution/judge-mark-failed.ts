// Judges a person's wish that what runs shall fail.
import type { NodePath, Plan } from '../plan/plan.ts';
import type { EndState, ExecutionEvent } from './event.ts';
import { evolve, evolveAll } from './evolve.ts';
import { markableSteps } from './evolve-mark-failed.ts';
import type { SignalVerdict } from './journal.ts';
import { emptyState } from './state.ts';

export interface MarkFailedSignal {
  readonly by: string;
  /** A node path, or the last part of one that only one running step has; without it all that runs. */
  readonly step?: string;
  readonly at: number;
  readonly comment?: string;
}

export type MarkFailedRefusal =
  | { readonly code: 'finished'; readonly end: EndState }
  | { readonly code: 'aborting'; readonly by: string }
  /** What follows another run has no way back: it goes to its end. */
  | { readonly code: 'follows-another' }
  | { readonly code: 'not-running'; readonly running: readonly NodePath[] };

export function judgeMarkFailed(
  events: readonly ExecutionEvent[],
  plan: Plan,
  { by, step, at, comment }: MarkFailedSignal,
): SignalVerdict<MarkFailedRefusal> {
  const refused = (refusal: MarkFailedRefusal) => ({ status: 'refused', refusal }) as const;
  const state = evolveAll(emptyState(plan), events);
  if (state.finished !== undefined) return refused({ code: 'finished', end: state.finished.end });
  if (state.abort !== undefined) return refused({ code: 'aborting', by: state.abort.by });
  if (plan.followUp !== undefined) return refused({ code: 'follows-another' });
  const running = markableSteps(state);
  const meant = running.filter((path) => step === undefined || isMeant(path, step));
  const [path] = meant;
  const isUnclear = step !== undefined && meant.length > 1;
  if (path === undefined || isUnclear) return refused({ code: 'not-running', running });
  const event: ExecutionEvent = {
    at: Math.max(at, events.at(-1)?.at ?? at),
    type: 'MarkFailedRequested',
    by,
    ...(step !== undefined && { path }),
    ...(comment !== undefined && { comment }),
  };
  evolve(state, event);
  return { status: 'accepted', event };
}

function isMeant(path: NodePath, step: string): boolean {
  return path === step || path.endsWith(`/${step}`);
}
