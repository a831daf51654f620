// Folding a person's word that running steps have failed: it stands with their present attempt.
import { assert } from '../lib/assert.ts';
import type { NodePath } from '../plan/plan.ts';
import type { MarkFailedRequested } from './event.ts';
import { inRollback, type State } from './state.ts';

export function evolveMarkFailed(
  state: State,
  event: MarkFailedRequested & { readonly at: number },
): void {
  assert(state.abort === undefined, 'an abort was requested before');
  const markable = markableSteps(state).filter((path) => (event.path ?? path) === path);
  assert(
    markable.length > 0,
    `nothing that could be marked as failed runs at "${event.path ?? ''}"`,
  );
  for (const path of markable) {
    const step = state.steps.get(path);
    if (step !== undefined) step.marked = event;
  }
}

/** The steps at work now, also those that wait in the middle of it; a rollback step is none. */
export function markableSteps(state: State): readonly NodePath[] {
  return [...state.open].filter((path) => {
    const step = state.steps.get(path);
    if (step === undefined || step.marked !== undefined || inRollback(state, path)) return false;
    return ['running', 'choice', 'approval', 'wait'].includes(step.phase);
  });
}
