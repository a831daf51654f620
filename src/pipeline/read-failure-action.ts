// `action:` of a failure strategy: its type, and what that type needs to be said.

import { isJsonObject, type JsonObject } from '../lib/json.ts';
import { nearestHint } from '../lib/nearest.ts';
import { openMapping, optional, required, requiredText } from './fields.ts';
import type { FailureActionText } from './pipeline.ts';
import { jsonOf, type Place, positionOf, reportAt, scalarOf } from './place.ts';
import { checkFixedDuration, checkRetries } from './read-retries.ts';
import {
  FAILURE_ACTION,
  FAILURE_ACTION_SPECS,
  MANUAL_INTERVENTION,
  NEXT_ACTION,
  PIPELINE_ROLLBACK,
  RETRY,
  RETRY_STEP_GROUP,
} from './shapes/failure-strategy.ts';

const ACTIONS = Object.keys(FAILURE_ACTION_SPECS);

export function readFailureAction(place: Place): FailureActionText | undefined {
  const action = openMapping(place, FAILURE_ACTION);
  if (action === undefined) return undefined;
  const type = requiredText(action, 'type');
  if (type !== '' && !ACTIONS.includes(type)) {
    const message = `"${type}" is no action of failure strategies.`;
    const written = optional(action, 'type') ?? action;
    reportAt(written, 'wrong-value', message, nearestHint(type, ACTIONS));
    return undefined;
  }
  checkSpec(action, type);
  return { type, spec: specOf(optional(action, 'spec')), position: positionOf(place) };
}

function checkSpec(action: Place, type: string): void {
  const spec = optional(action, 'spec');
  switch (type) {
    case 'Retry':
      checkRetry(required(action, 'spec'));
      break;
    case 'RetryStepGroup':
      checkRetryGroup(required(action, 'spec'));
      break;
    case 'ManualIntervention':
      checkIntervention(required(action, 'spec'));
      break;
    case 'PipelineRollback':
      if (spec !== undefined) openMapping(spec, PIPELINE_ROLLBACK);
      break;
    case 'StepGroupRollback':
      warnOfStageRollback(action);
      break;
    default:
      if (spec !== undefined) openMapping(spec, { known: [] });
  }
}

function checkRetry(place: Place | undefined): void {
  const spec = place && openMapping(place, RETRY);
  if (spec === undefined) return;
  checkRetries(spec);
  const condition = optional(spec, 'condition');
  if (condition !== undefined) requiredText(spec, 'condition');
  checkNext(spec, 'onRetryFailure', 'after the last retry', NOT_AFTER_RETRY);
}

const NOT_AFTER_RETRY = ['Retry', 'ProceedWithDefaultValues', 'RetryStepGroup'];

function checkRetryGroup(place: Place | undefined): void {
  const spec = place && openMapping(place, RETRY_STEP_GROUP);
  if (spec !== undefined) checkRetries(spec);
}

function checkIntervention(place: Place | undefined): void {
  const spec = place && openMapping(place, MANUAL_INTERVENTION);
  if (spec === undefined) return;
  const timeout = required(spec, 'timeout');
  if (timeout !== undefined) checkFixedDuration(timeout, 'The timeout of a ManualIntervention');
  checkNext(spec, 'onTimeout', 'when nobody has intervened in time', NOT_AFTER_TIMEOUT);
}

const NOT_AFTER_TIMEOUT = ['ManualIntervention', ...NOT_AFTER_RETRY];

/** The action under `onRetryFailure` or `onTimeout`. */
function checkNext(spec: Place, key: string, when: string, refused: readonly string[]): void {
  const outer = required(spec, key);
  const opened = outer === undefined ? undefined : openMapping(outer, NEXT_ACTION);
  const place = opened === undefined ? undefined : required(opened, 'action');
  if (place === undefined) return;
  const type = optional(place, 'type');
  const written = type === undefined ? undefined : scalarOf(type.node);
  if (type !== undefined && typeof written === 'string' && refused.includes(written)) {
    const message = `The action ${when} cannot be ${written}.`;
    reportAt(type, 'failure-strategy', message, 'Use such as StageRollback or MarkAsFailure.');
  } else readFailureAction(place);
}

function warnOfStageRollback(action: Place): void {
  const message =
    'Step groups have no rollback steps, so StepGroupRollback runs the rollback steps of the stage: all of the stage goes back.';
  const hint = 'Write StageRollback to say so, or Ignore or MarkAsFailure to keep the stage.';
  reportAt(optional(action, 'type') ?? action, 'failure-strategy', message, hint, 'warning');
}

function specOf(place: Place | undefined): JsonObject {
  const spec = place === undefined ? {} : jsonOf(place.node);
  return isJsonObject(spec) ? spec : {};
}
