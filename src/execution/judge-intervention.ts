// Judges a person's word on a broken step that waits for one.
import type { NodePath, Plan } from '../plan/plan.ts';
import type { ExecutionEvent, InterventionAction } from './event.ts';
import { evolve, evolveAll } from './evolve.ts';
import type { SignalVerdict } from './journal.ts';
import { type OpenIntervention, openInterventions } from './open-interventions.ts';
import { pushesGateOpen } from './pushes-gate-open.ts';
import { emptyState, type State } from './state.ts';

export interface InterventionSignal {
  readonly by: string;
  /** A node path, or the last part of one that only one waiting step has. */
  readonly step: string;
  readonly action: InterventionAction;
  readonly at: number;
  readonly comment?: string;
}

export type InterventionRefusal =
  | { readonly code: 'none-open' }
  | { readonly code: 'not-waiting'; readonly open: readonly NodePath[] }
  | { readonly code: 'expired'; readonly expiredAt: number }
  | { readonly code: 'is-approval'; readonly action: InterventionAction }
  | { readonly code: 'already-decided'; readonly by: string; readonly action: InterventionAction };

/** For `Journal.signal`: the event to add, or why this word does not count. */
export function judgeIntervention(
  events: readonly ExecutionEvent[],
  plan: Plan,
  signal: InterventionSignal,
): SignalVerdict<InterventionRefusal> {
  const refused = (refusal: InterventionRefusal) => ({ status: 'refused', refusal }) as const;
  const state = evolveAll(emptyState(plan), events);
  const open = openInterventions(state);
  const meant = open.filter(({ path }) => isMeant(path, signal.step));
  const [only, ...others] = meant;
  if (only === undefined || others.length > 0) return refused(whyNone(state, open, signal.step));
  const at = Math.max(signal.at, events.at(-1)?.at ?? signal.at);
  if (at >= only.expiresAt) return refused({ code: 'expired', expiredAt: only.expiresAt });
  const { by, action, comment } = signal;
  const known = state.steps.get(only.path) ?? {};
  if (pushesGateOpen(state.index.node(only.path), known, action)) {
    return refused({ code: 'is-approval', action });
  }
  const event: ExecutionEvent = {
    at,
    type: 'InterventionDecided',
    path: only.path,
    attempt: only.attempt,
    by,
    action,
    ...(comment !== undefined && { comment }),
  };
  evolve(state, event);
  return { status: 'accepted', event };
}

function isMeant(path: NodePath, step: string): boolean {
  return path === step || path.endsWith(`/${step}`);
}

function whyNone(
  state: State,
  open: readonly OpenIntervention[],
  step: string,
): InterventionRefusal {
  for (const [path, { intervention, result }] of state.steps) {
    if (!isMeant(path, step) || intervention === undefined) continue;
    const { decided, expiresAt } = intervention;
    if (decided !== undefined) {
      return { code: 'already-decided', by: decided.by, action: decided.action };
    }
    if (result !== undefined && !state.open.has(path)) {
      return { code: 'expired', expiredAt: expiresAt };
    }
  }
  if (open.length === 0) return { code: 'none-open' };
  return { code: 'not-waiting', open: open.map(({ path }) => path) };
}
