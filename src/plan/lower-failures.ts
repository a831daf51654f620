// Failure strategies of all levels as one action per failure type.
import { parseDuration } from '../lib/duration.ts';
import { isJsonObject, type Json } from '../lib/json.ts';
import { FAILURE_TYPES } from '../pipeline/failure-types.ts';
import type { FailureActionText, FailureStrategy } from '../pipeline/pipeline.ts';
import type { FailureAction, FailureTable, FailureType } from './plan.ts';
import type { Session } from './session.ts';

/** Later levels (stage, then step groups inwards, then the step) win, type by type. */
export function mergeFailures(
  levels: readonly (readonly FailureStrategy[])[],
  session: Session,
): FailureTable {
  let merged: FailureTable = {};
  for (const level of levels) merged = { ...merged, ...tableOf(level, session) };
  return merged;
}

/** Within one level AllErrors fills what the level does not name. */
function tableOf(level: readonly FailureStrategy[], session: Session): FailureTable {
  const named: Partial<Record<FailureType, FailureAction>> = {};
  let others: FailureAction | undefined;
  for (const { errors, action } of level) {
    const lowered = lowerAction(action, session);
    if (lowered === undefined) continue;
    if (errors.includes('AllErrors')) others = lowered;
    for (const type of FAILURE_TYPES) if (errors.includes(type)) named[type] = lowered;
  }
  if (others === undefined) return named;
  const all: Partial<Record<FailureType, FailureAction>> = {};
  for (const type of FAILURE_TYPES) all[type] = named[type] ?? others;
  return all;
}

function lowerAction(action: FailureActionText, session: Session): FailureAction | undefined {
  switch (action.type) {
    case 'Ignore':
    case 'MarkAsSuccess':
    case 'MarkAsFailure':
    case 'Abort':
    case 'StageRollback':
    case 'PipelineRollback':
      return { type: action.type };
    case 'Retry':
      return lowerRetry(action, session);
    default: {
      const message = `The action "${action.type}" is not supported.`;
      session.report('unsupported-action', action.position, message, 'Use another action.');
      return undefined;
    }
  }
}

function lowerRetry(action: FailureActionText, session: Session): FailureAction | undefined {
  const { retryCount, retryIntervals, onRetryFailure } = action.spec;
  const count = Number(retryCount);
  const intervals = Array.isArray(retryIntervals) ? retryIntervals.map(intervalMs) : [];
  const intervalsMs = intervals.filter((each) => each !== undefined);
  const then = afterwards(onRetryFailure, action, session);
  const complete = intervals.length === intervalsMs.length && then !== undefined;
  if (complete && Number.isInteger(count) && count >= 1) {
    return { type: 'Retry', retryCount: count, intervalsMs, onRetryFailure: then };
  }
  const message = 'This Retry lacks a fixed retryCount, fixed retryIntervals or onRetryFailure.';
  const hint = 'Write such as retryCount: 2, retryIntervals: [10s], onRetryFailure: …';
  session.report('failure-strategy', action.position, message, hint);
  return undefined;
}

function afterwards(
  written: Json | undefined,
  retry: FailureActionText,
  session: Session,
): FailureAction | undefined {
  const action = isJsonObject(written) ? written['action'] : undefined;
  const type = isJsonObject(action) ? action['type'] : undefined;
  if (typeof type !== 'string' || type === 'Retry') return undefined;
  return lowerAction({ type, spec: {}, position: retry.position }, session);
}

function intervalMs(written: Json): number | undefined {
  return typeof written === 'string' ? parseDuration(written) : undefined;
}
