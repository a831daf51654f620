// Failure strategies of all levels as one action per failure type.
import { ALL_ERRORS, FAILURE_TYPES } from '../pipeline/failure-types.ts';
import type { FailureStrategy } from '../pipeline/pipeline.ts';
import { type ActionPlace, lowerAction } from './lower-failure-action.ts';
import type { FailureAction, FailureTable, FailureType, NodePath } from './plan.ts';

/** What one level says; `group` is the path of the step group whose level it is. */
export interface FailureLevel {
  readonly strategies: readonly FailureStrategy[];
  readonly group?: NodePath;
}

/** Later levels (stage, then step groups inwards, then the step) win, type by type. */
export function mergeFailures(levels: readonly FailureLevel[], place: ActionPlace): FailureTable {
  let merged: FailureTable = {};
  for (const level of levels) merged = { ...merged, ...tableOf(level, merged, place) };
  return merged;
}

/** Within one level AllErrors fills what the level does not name. `around`: what the levels before say. */
function tableOf(level: FailureLevel, around: FailureTable, place: ActionPlace): FailureTable {
  const table: Partial<Record<FailureType, FailureAction>> = {};
  const fill = (types: readonly FailureType[], strategy: FailureStrategy): void => {
    const lowered = lowerAction(strategy.action, level.group, place);
    if (lowered === undefined) return;
    for (const type of types) table[type] ??= afterwards(lowered, around[type]);
  };
  for (const strategy of level.strategies) {
    fill(
      FAILURE_TYPES.filter((type) => strategy.errors.includes(type)),
      strategy,
    );
  }
  for (const strategy of level.strategies) {
    if (strategy.errors.includes('AllErrors')) fill(ALL_ERRORS, strategy);
  }
  return table;
}

function afterwards(action: FailureAction, around: FailureAction | undefined): FailureAction {
  if (action.type !== 'RetryStepGroup' || around === undefined) return action;
  return { ...action, onRetryFailure: around };
}
