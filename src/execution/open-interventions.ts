// The broken steps of an execution that wait for a person's word right now.
import type { FailureAction, NodePath, StepNode } from '../plan/plan.ts';
import type { AttemptResult } from './event.ts';
import type { State } from './state.ts';

export interface OpenIntervention {
  readonly path: NodePath;
  readonly attempt: number;
  readonly openedAt: number;
  readonly expiresAt: number;
}

/** In the order in which they opened. Whether one has run out of time is the caller's clock to say. */
export function openInterventions(state: State): readonly OpenIntervention[] {
  if (state.abort !== undefined) return [];
  const open = [...state.open].flatMap((path) => {
    const step = state.steps.get(path);
    if (step?.phase !== 'intervention' || step.intervention?.decided !== undefined) return [];
    const { openedAt = 0, expiresAt = 0 } = step.intervention ?? {};
    return [{ path, attempt: step.attempt, openedAt, expiresAt }];
  });
  return open.sort((one, other) => one.openedAt - other.openedAt);
}

/** What happens when nobody decides in time. */
export function actionOnTimeout(
  { failures }: StepNode,
  result: AttemptResult | undefined,
): FailureAction | undefined {
  const type = result?.status === 'failed' ? result.failure.type : 'Timeout';
  const action = failures[type];
  const asked = action?.type === 'Retry' ? action.onRetryFailure : action;
  return asked?.type === 'ManualIntervention' ? asked.onTimeout : undefined;
}
