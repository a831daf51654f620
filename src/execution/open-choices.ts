// The choices of an execution that wait for a person right now.
import type { NodePath } from '../plan/plan.ts';
import type { ChoiceRequest } from './event.ts';
import { type ChoiceState, inRollback, type State, type StepState } from './state.ts';

export interface OpenChoice {
  readonly path: NodePath;
  readonly attempt: number;
  readonly openedAt: number;
  readonly expiresAt: number;
  readonly choice: ChoiceRequest;
}

/** In the order in which they opened. Whether one has run out of time is the caller's clock to say. */
export function openChoices(state: State): readonly OpenChoice[] {
  const open: OpenChoice[] = [];
  for (const path of state.open) {
    const step = state.steps.get(path);
    const choice = step && openChoiceOf(step);
    if (step === undefined || choice === undefined) continue;
    if (state.abort !== undefined && !inRollback(state, path)) continue;
    const { request, openedAt, expiresAt } = choice;
    open.push({ path, attempt: step.attempt, openedAt, expiresAt, choice: request });
  }
  return open.sort((one, other) => one.openedAt - other.openedAt);
}

/** A step asks one thing at a time. */
export function openChoiceOf({ phase, choices }: StepState): ChoiceState | undefined {
  if (phase !== 'choice') return undefined;
  return [...choices.values()].find(({ made }) => made === undefined);
}
