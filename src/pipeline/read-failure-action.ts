// `action:` of a failure strategy; the only action with settings is Retry.
import { parseDuration } from '../lib/duration.ts';
import type { JsonObject } from '../lib/json.ts';
import { isJsonObject } from '../lib/json.ts';
import { nearestHint } from '../lib/nearest.ts';
import { list, openMapping, optional, required, requiredText } from './fields.ts';
import type { FailureActionText } from './pipeline.ts';
import { jsonOf, type Place, positionOf, reportAt, scalarOf } from './place.ts';

const ACTIONS = [
  'Ignore',
  'Retry',
  'MarkAsSuccess',
  'MarkAsFailure',
  'Abort',
  'StageRollback',
  'PipelineRollback',
];

const REFUSED: Readonly<Record<string, string>> = {
  ManualIntervention: 'Put a HarnessApproval step where a person shall decide, or use Retry.',
  ProceedWithDefaultValues: 'Give inputs their defaults with <+input>.default(…).',
  StepGroupRollback: 'Use StageRollback.',
  RetryStepGroup: 'Put Retry on the steps of the group.',
};

export function readFailureAction(place: Place): FailureActionText | undefined {
  const action = openMapping(place, { known: ['type', 'spec'] });
  if (action === undefined) return undefined;
  const type = requiredText(action, 'type');
  if (type !== '' && !ACTIONS.includes(type)) {
    reportAction(action, type);
    return undefined;
  }
  const spec = optional(action, 'spec');
  if (type === 'Retry') checkRetry(action);
  else if (spec !== undefined) checkPlain(spec);
  return { type, spec: specOf(spec), position: positionOf(place) };
}

function reportAction(action: Place, type: string): void {
  const refused = Object.hasOwn(REFUSED, type) ? REFUSED[type] : undefined;
  const place = optional(action, 'type') ?? action;
  if (refused === undefined) {
    const message = `"${type}" is no action of failure strategies.`;
    reportAt(place, 'wrong-value', message, nearestHint(type, ACTIONS));
  } else reportAt(place, 'unsupported-action', `The action ${type} is not supported.`, refused);
}

function checkPlain(spec: Place): void {
  openMapping(spec, {
    known: [],
    refused: { failAll: 'Leave it out: the failing step decides how the run ends.' },
  });
}

function checkRetry(action: Place): void {
  const place = required(action, 'spec');
  const spec =
    place === undefined
      ? undefined
      : openMapping(place, {
          known: ['retryCount', 'retryIntervals', 'onRetryFailure'],
          refused: { condition: 'Leave it out: the errors of the strategy decide.' },
        });
  if (spec === undefined) return;
  const count = required(spec, 'retryCount');
  if (count !== undefined && !isCount(scalarOf(count.node)))
    reportAt(
      count,
      'failure-strategy',
      'retryCount must be a fixed number from 1 to 100.',
      'Write such as retryCount: 2.',
    );
  required(spec, 'retryIntervals');
  for (const interval of list(spec, 'retryIntervals')) checkInterval(interval);
  checkOnRetryFailure(spec);
}

function checkInterval(interval: Place): void {
  const value = scalarOf(interval.node);
  if (typeof value === 'string' && parseDuration(value) !== undefined) return;
  const message = 'A retry interval must be a fixed duration.';
  reportAt(interval, 'failure-strategy', message, 'Write such as 10s or 2m.');
}

function checkOnRetryFailure(spec: Place): void {
  const outer = required(spec, 'onRetryFailure');
  const opened = outer === undefined ? undefined : openMapping(outer, { known: ['action'] });
  const place = opened === undefined ? undefined : required(opened, 'action');
  if (place === undefined) return;
  const type = optional(place, 'type');
  if (type !== undefined && scalarOf(type.node) === 'Retry') {
    const message = 'The action after the last retry cannot be another Retry.';
    reportAt(type, 'failure-strategy', message, 'Use such as StageRollback, or raise retryCount.');
  } else readFailureAction(place);
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 100;
}

function specOf(place: Place | undefined): JsonObject {
  const spec = place === undefined ? {} : jsonOf(place.node);
  return isJsonObject(spec) ? spec : {};
}
