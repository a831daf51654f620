// `failureStrategies:` of a stage, step group or step, with the rules that hold within one level.

import { canonicalJson } from '../lib/json.ts';
import { nearestHint } from '../lib/nearest.ts';
import { FAILURE_TYPES, NEVER_HAPPEN } from './failure-types.ts';
import { list, openMapping, optional, required, requiredList, textAt } from './fields.ts';
import type { FailureActionText, FailureStrategy } from './pipeline.ts';
import { type Place, positionOf, reportAt } from './place.ts';
import { readFailureAction } from './read-failure-action.ts';
import { FAILURE_STRATEGY, ON_FAILURE } from './shapes/failure-strategy.ts';

const ERRORS: readonly string[] = ['AllErrors', ...FAILURE_TYPES];
const NEVER: readonly string[] = NEVER_HAPPEN;

export function readFailureStrategies(mapping: Place): readonly FailureStrategy[] {
  const strategies: FailureStrategy[] = [];
  const taken = new Map<string, FailureActionText>();
  for (const element of list(mapping, 'failureStrategies')) {
    const strategy = readOne(element);
    if (strategy === undefined) continue;
    strategies.push(strategy);
    for (const error of strategy.errors) {
      const earlier = taken.get(error);
      if (earlier !== undefined) reportTaken(element, error, earlier, strategy.action);
      taken.set(error, strategy.action);
    }
  }
  return strategies;
}

function readOne(element: Place): FailureStrategy | undefined {
  const outer = openMapping(element, FAILURE_STRATEGY);
  const place = outer === undefined ? undefined : required(outer, 'onFailure');
  const onFailure = place === undefined ? undefined : openMapping(place, ON_FAILURE);
  if (onFailure === undefined) return undefined;
  const errors = readErrors(onFailure);
  const actionPlace = required(onFailure, 'action');
  const action = actionPlace === undefined ? undefined : readFailureAction(actionPlace);
  if (actionPlace === undefined || action === undefined) return undefined;
  if (action.type === 'ProceedWithDefaultValues') checkProceed(actionPlace, errors);
  return { errors, action, position: positionOf(onFailure) };
}

function checkProceed(action: Place, errors: readonly string[]): void {
  if (errors.every((error) => error === 'InputTimeoutError')) return;
  const message = 'ProceedWithDefaultValues is an answer to InputTimeoutError only.';
  const hint = 'Name only InputTimeoutError in its errors, or use another action.';
  reportAt(optional(action, 'type') ?? action, 'failure-strategy', message, hint);
}

function readErrors(onFailure: Place): readonly string[] {
  const errors: string[] = [];
  for (const element of requiredList(onFailure, 'errors')) {
    const error = textAt(element);
    if (error === undefined) continue;
    if (ERRORS.includes(error)) errors.push(error);
    else {
      const message = `"${error}" is no error type of failure strategies.`;
      reportAt(element, 'wrong-value', message, nearestHint(error, ERRORS));
    }
    if (NEVER.includes(error)) {
      const message = `"${error}" never happens here, so naming it has no effect.`;
      reportAt(element, 'failure-strategy', message, 'It may stay or be removed.', 'warning');
    }
  }
  if (errors.includes('AllErrors') && errors.length > 1) {
    const message = 'AllErrors must stand alone in its list.';
    const hint = 'Give the other errors a failure strategy of their own, or remove them.';
    const place = optional(onFailure, 'errors') ?? onFailure;
    reportAt(place, 'failure-strategy', message, hint);
  }
  return errors;
}

function reportTaken(
  element: Place,
  error: string,
  earlier: FailureActionText,
  action: FailureActionText,
): void {
  if (error !== 'AllErrors' && isSame(earlier, action)) return;
  const message =
    error === 'AllErrors'
      ? 'Only one failure strategy of a level may have AllErrors.'
      : `${error} has two different actions here: ${earlier.type} and ${action.type}.`;
  reportAt(element, 'failure-strategy', message, 'Keep one of them.');
}

function isSame(left: FailureActionText, right: FailureActionText): boolean {
  return left.type === right.type && canonicalJson(left.spec) === canonicalJson(right.spec);
}
