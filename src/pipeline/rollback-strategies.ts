// What a failure strategy means on a rollback step: nothing, since all of them run anyway.
import { optional } from './fields.ts';
import type { FailureStrategy } from './pipeline.ts';
import { type Place, reportAt } from './place.ts';

/** A strategy that would roll back is an error as in Harness; every other one has no effect. */
export function checkRollbackStrategies(
  element: Place,
  strategies: readonly FailureStrategy[],
): void {
  const place = optional(element, 'failureStrategies');
  if (place === undefined || strategies.length === 0) return;
  if (strategies.some(({ action }) => action.type.endsWith('Rollback'))) {
    const message = 'A rollback step cannot start another rollback.';
    reportAt(place, 'failure-strategy', message, 'Remove this failure strategy.');
    return;
  }
  const message = 'Failure strategies of rollback steps have no effect: every rollback step runs.';
  reportAt(place, 'failure-strategy', message, 'They may stay or be removed.', 'warning');
}
