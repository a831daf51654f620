// Judges what a person answers to an open choice of a run.
import type { NodePath, Plan } from '../plan/plan.ts';
import type { ChoiceOption, ExecutionEvent } from './event.ts';
import { evolve, evolveAll } from './evolve.ts';
import type { SignalVerdict } from './journal.ts';
import { openChoices } from './open-choices.ts';
import { emptyState, type State } from './state.ts';

export interface ChoiceSignal {
  readonly by: string;
  readonly option: string;
  /** Needed only when several choices are open. */
  readonly path?: NodePath;
  readonly at: number;
  readonly comment?: string;
}

export type ChoiceRefusal =
  | { readonly code: 'no-choice-open' }
  | { readonly code: 'several-choices'; readonly paths: readonly NodePath[] }
  | { readonly code: 'unknown-option'; readonly options: readonly ChoiceOption[] }
  | { readonly code: 'expired'; readonly expiredAt: number }
  | { readonly code: 'already-made'; readonly by: string; readonly option: string };

/** For `Journal.signal`: the event to add, or why this answer does not count. */
export function judgeChoice(
  events: readonly ExecutionEvent[],
  plan: Plan,
  signal: ChoiceSignal,
): SignalVerdict<ChoiceRefusal> {
  const refused = (refusal: ChoiceRefusal) => ({ status: 'refused', refusal }) as const;
  const state = evolveAll(emptyState(plan), events);
  const { by, option, comment, path } = signal;
  const wanted = openChoices(state).filter((each) => path === undefined || each.path === path);
  const [only, ...others] = wanted;
  if (only === undefined) return refused(whyNone(state, path));
  if (others.length > 0) {
    return refused({ code: 'several-choices', paths: wanted.map((each) => each.path) });
  }
  const at = Math.max(signal.at, events.at(-1)?.at ?? signal.at);
  if (at >= only.expiresAt) return refused({ code: 'expired', expiredAt: only.expiresAt });
  const { name, options } = only.choice;
  if (!options.some(({ id }) => id === option)) return refused({ code: 'unknown-option', options });
  const event: ExecutionEvent = {
    at,
    type: 'ChoiceMade',
    path: only.path,
    attempt: only.attempt,
    choice: name,
    option,
    by,
    ...(comment !== undefined && { comment }),
  };
  evolve(state, event);
  return { status: 'accepted', event };
}

/** What became of the newest choice, of this step or of any. */
function whyNone(state: State, path: NodePath | undefined): ChoiceRefusal {
  const steps = [...state.steps].filter(([each]) => path === undefined || each === path);
  const asked = steps
    .flatMap(([, step]) => [...step.choices.values()].map((choice) => ({ step, choice })))
    .sort((one, other) => one.choice.openedAt - other.choice.openedAt)
    .at(-1);
  if (asked === undefined) return { code: 'no-choice-open' };
  const { made, expiresAt } = asked.choice;
  if (made !== undefined) return { code: 'already-made', by: made.by, option: made.option };
  if (asked.step.result?.status === 'expired') return { code: 'expired', expiredAt: expiresAt };
  return { code: 'no-choice-open' };
}
