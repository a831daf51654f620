// One action of a failure strategy as the plan holds it, its durations in milliseconds.
import { parseDuration } from '../lib/duration.ts';
import { isJsonObject, type Json, type JsonObject } from '../lib/json.ts';
import type { FailureActionText } from '../pipeline/pipeline.ts';
import { type Filling, fillCondition } from './fill.ts';
import type { FailureAction, NodePath } from './plan.ts';

/** For whom the action is lowered: conditions of retries see what this step sees. */
export interface ActionPlace {
  readonly fqn: string;
  readonly filling: Filling;
}

/** `group` is the step group whose strategy it is; undefined for those of stages and steps. */
export function lowerAction(
  action: FailureActionText,
  group: NodePath | undefined,
  place: ActionPlace,
): FailureAction | undefined {
  const { type, spec } = action;
  switch (type) {
    case 'Ignore':
    case 'MarkAsSuccess':
    case 'MarkAsFailure':
    case 'Abort':
    case 'StageRollback':
      return { type };
    case 'StepGroupRollback':
      return { type: 'StageRollback' };
    case 'PipelineRollback':
      return spec['failAll'] === true ? { type, failAll: true } : { type };
    case 'Retry':
      return lowerRetry(action, place);
    case 'ManualIntervention':
      return lowerIntervention(action, place);
    case 'RetryStepGroup':
      return lowerRetryGroup(action, group, place);
    case 'ProceedWithDefaultValues':
      return { type };
    default:
      return refuse('unsupported-action', action, place, `The action "${type}" is not supported.`);
  }
}

function lowerRetry(action: FailureActionText, place: ActionPlace): FailureAction | undefined {
  const retries = retriesIn(action.spec);
  const onRetryFailure = nextAction(action, 'onRetryFailure', ['Retry', 'RetryStepGroup'], place);
  if (retries === undefined || onRetryFailure === undefined) {
    const message = 'This Retry lacks a fixed retryCount, fixed retryIntervals or onRetryFailure.';
    return refuse('failure-strategy', action, place, message);
  }
  const condition = conditionOf(action, place);
  return {
    type: 'Retry',
    ...retries,
    ...(condition !== undefined && { condition }),
    onRetryFailure,
  };
}

/** Absent when it holds anyway. */
function conditionOf(
  { spec, position }: FailureActionText,
  place: ActionPlace,
): string | undefined {
  const { condition } = spec;
  if (typeof condition !== 'string' || condition.trim() === '') return undefined;
  const path = `${place.fqn}.failureStrategies.condition`;
  const filled = fillCondition(condition, { path, position }, place.filling);
  if (filled.status === 'later') return filled.rest;
  return filled.status === 'value' && filled.value !== true ? 'false' : undefined;
}

function lowerIntervention(
  action: FailureActionText,
  place: ActionPlace,
): FailureAction | undefined {
  const timeoutMs = durationOf(action.spec['timeout']);
  const refused = ['ManualIntervention', 'Retry', 'RetryStepGroup'];
  const onTimeout = nextAction(action, 'onTimeout', refused, place);
  if (timeoutMs !== undefined && onTimeout !== undefined) {
    return { type: 'ManualIntervention', timeoutMs, onTimeout };
  }
  const message = 'This ManualIntervention lacks a fixed timeout or onTimeout.';
  return refuse('failure-strategy', action, place, message);
}

function lowerRetryGroup(
  action: FailureActionText,
  group: NodePath | undefined,
  place: ActionPlace,
): FailureAction | undefined {
  if (group === undefined) {
    const message = 'RetryStepGroup is for the failure strategies of a step group.';
    return refuse('failure-strategy', action, place, message);
  }
  const retries = retriesIn(action.spec);
  if (retries !== undefined) return { type: 'RetryStepGroup', group, ...retries };
  const message = 'This RetryStepGroup lacks a fixed retryCount or fixed retryIntervals.';
  return refuse('failure-strategy', action, place, message);
}

function nextAction(
  action: FailureActionText,
  key: 'onRetryFailure' | 'onTimeout',
  refused: readonly string[],
  place: ActionPlace,
): FailureAction | undefined {
  const outer = action.spec[key];
  const written = isJsonObject(outer) ? outer['action'] : undefined;
  if (!isJsonObject(written)) return undefined;
  const { type, spec } = written;
  if (typeof type !== 'string' || refused.includes(type)) return undefined;
  const next = { type, spec: isJsonObject(spec) ? spec : {}, position: action.position };
  return lowerAction(next, undefined, place);
}

function retriesIn(
  spec: JsonObject,
): { readonly retryCount: number; readonly intervalsMs: readonly number[] } | undefined {
  const { retryIntervals } = spec;
  const retryCount = Number(spec['retryCount']);
  const intervals = Array.isArray(retryIntervals) ? retryIntervals.map(durationOf) : [];
  const intervalsMs = intervals.filter((each) => each !== undefined);
  const isComplete = intervals.length === intervalsMs.length;
  if (!isComplete || !Number.isInteger(retryCount) || retryCount < 1) return undefined;
  return { retryCount, intervalsMs };
}

function durationOf(written: Json | undefined): number | undefined {
  return typeof written === 'string' ? parseDuration(written) : undefined;
}

const HINTS: Readonly<Record<string, string>> = {
  Retry: 'Write such as retryCount: 2, retryIntervals: [10s], onRetryFailure: …',
  ManualIntervention: 'Write such as timeout: 1h, onTimeout: …',
  RetryStepGroup: 'Write such as retryCount: 2, retryIntervals: [1m], on a step group.',
};
const OTHER = 'Use another action.';

function refuse(
  code: 'failure-strategy' | 'unsupported-action',
  action: FailureActionText,
  { filling }: ActionPlace,
  message: string,
): undefined {
  filling.session.report(code, action.position, message, HINTS[action.type] ?? OTHER);
}
