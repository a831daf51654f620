// A broken step that asks a person: what it waits for, and what follows from the word or from none.
import type { StepNode } from '../../plan/plan.ts';
import { afterIntervention, type Consequence } from '../failure-strategy.ts';
import { resultOf, type StepState } from '../state.ts';
import { situationOf } from './situation.ts';
import { earlier, emit, isStopping, type Place, type Walk, wake } from './walk.ts';

export function openIntervention(
  walk: Walk,
  step: StepNode,
  place: Place,
  { attempt, timeoutMs }: { readonly attempt: number; readonly timeoutMs: number },
): void {
  const expiresAt = earlier(walk.now + timeoutMs, place.deadlineAt) ?? walk.now;
  emit(walk, { at: walk.now, type: 'InterventionOpened', path: step.path, attempt, expiresAt });
  wake(walk, expiresAt);
}

/** Undefined while it waits; what a person decided in time counts, even when it is looked at late. */
export function interventionConsequence(
  walk: Walk,
  step: StepNode,
  place: Place,
  known: StepState,
): Consequence | undefined {
  const { intervention, attempt, firstAttempt } = known;
  const result = resultOf(known);
  if (intervention === undefined || result === undefined) return undefined;
  const situation = situationOf(walk, step, place, attempt - firstAttempt + 1);
  const { decided, expiresAt } = intervention;
  if (decided !== undefined) {
    return afterIntervention(result, step.failures, decided.action, situation);
  }
  if (isStopping(walk, place)) return { kind: 'finish', status: 'Aborted', directive: 'abort' };
  if (walk.now >= expiresAt) return afterIntervention(result, step.failures, 'timeout', situation);
  wake(walk, expiresAt);
  return undefined;
}
