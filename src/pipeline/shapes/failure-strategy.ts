// One element of `failureStrategies:` and the actions it may name.

import { FAILURE_TYPES } from '../failure-types.ts';
import { listOf, oneOf, ref, TEXT } from '../schema-words.ts';
import type { Shape } from './shape.ts';

const RETRIES = { type: 'integer', minimum: 1, maximum: 100 };
const INTERVALS = listOf(ref('Duration'));

export const FAILURE_STRATEGY: Shape = {
  fields: { onFailure: ref('OnFailure') },
  required: ['onFailure'],
};

export const ON_FAILURE: Shape = {
  fields: {
    errors: listOf(oneOf(['AllErrors', ...FAILURE_TYPES]), 1),
    action: ref('FailureAction'),
  },
  required: ['errors', 'action'],
};

export const FAILURE_ACTION: Shape = {
  fields: { type: TEXT, spec: { type: 'object' } },
  required: ['type'],
};

/** What follows when an action itself comes to nothing. */
export const NEXT_ACTION: Shape = {
  fields: { action: ref('FailureAction') },
  required: ['action'],
};

const NO_SPEC: Shape = { fields: {} };

export const RETRY: Shape = {
  fields: {
    retryCount: RETRIES,
    retryIntervals: INTERVALS,
    onRetryFailure: ref('NextAction'),
    condition: TEXT,
  },
  required: ['retryCount', 'retryIntervals', 'onRetryFailure'],
};

export const RETRY_STEP_GROUP: Shape = {
  fields: { retryCount: RETRIES, retryIntervals: INTERVALS },
  required: ['retryCount', 'retryIntervals'],
};

export const MANUAL_INTERVENTION: Shape = {
  fields: { timeout: ref('Duration'), onTimeout: ref('NextAction') },
  required: ['timeout', 'onTimeout'],
};

export const PIPELINE_ROLLBACK: Shape = { fields: { failAll: { type: 'boolean' } } };

/** What each action needs to be said in its `spec`. */
export const FAILURE_ACTION_SPECS: Readonly<Record<string, Shape>> = {
  Ignore: NO_SPEC,
  Retry: RETRY,
  MarkAsSuccess: NO_SPEC,
  MarkAsFailure: NO_SPEC,
  Abort: NO_SPEC,
  StageRollback: NO_SPEC,
  StepGroupRollback: NO_SPEC,
  PipelineRollback: PIPELINE_ROLLBACK,
  ManualIntervention: MANUAL_INTERVENTION,
  ProceedWithDefaultValues: NO_SPEC,
  RetryStepGroup: RETRY_STEP_GROUP,
};
