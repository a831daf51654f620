// Failure strategies: what follows from the result of an attempt, as one pure table.
import type {
  FailureAction,
  FailureTable,
  FailureType,
  RetryAction,
  RetryStepGroupAction,
} from '../plan/plan.ts';
import type {
  AttemptResult,
  Directive,
  GroupRetry,
  InterventionAction,
  NodeStatus,
} from './event.ts';

export type Consequence =
  | Finished
  | { readonly kind: 'retry'; readonly delayMs: number }
  | { readonly kind: 'intervene'; readonly timeoutMs: number };

interface Finished {
  readonly kind: 'finish';
  readonly status: NodeStatus;
  readonly directive?: Directive;
  readonly groupRetry?: GroupRetry;
  readonly failAll?: true;
}

/** What the table must know of where the step stands. */
export interface Situation {
  /** Counts from 1, in the present round of the groups around. */
  readonly attempt: number;
  /** Whether a wait of this length still fits into the time of the nodes around. */
  readonly mayWait: (delayMs: number) => boolean;
  /** Whether the condition of a retry is true. */
  readonly holds: (condition: string) => boolean;
  /** How often a group has run, the present time included. */
  readonly roundOf: (group: string) => number;
}

/** Where a wait does not fit, a strategy falls to what follows the last retry or an unanswered question. */
export function consequence(
  result: AttemptResult,
  table: FailureTable,
  situation: Situation,
): Consequence {
  if (result.status === 'succeeded') return { kind: 'finish', status: 'Success' };
  if (result.status === 'aborted') return ABORTED;
  const { status, action } = strategyFor(result, table);
  return action === undefined ? { kind: 'finish', status } : follow(action, status, situation);
}

/** What follows from a person's word, or from nobody's in time. */
export function afterIntervention(
  result: AttemptResult,
  table: FailureTable,
  decided: InterventionAction | 'timeout',
  situation: Situation,
): Consequence {
  if (result.status === 'succeeded' || result.status === 'aborted') return ABORTED;
  const { status, action } = strategyFor(result, table);
  if (decided === 'retry') return { kind: 'retry', delayMs: 0 };
  if (decided !== 'timeout') return follow({ type: WORDS[decided] }, status, situation);
  const asked = action?.type === 'Retry' ? action.onRetryFailure : action;
  if (asked?.type !== 'ManualIntervention') return { kind: 'finish', status };
  return follow(asked.onTimeout, status, situation);
}

const ABORTED: Finished = { kind: 'finish', status: 'Aborted', directive: 'abort' };

const WORDS = {
  'mark-as-success': 'MarkAsSuccess',
  ignore: 'Ignore',
  'mark-as-failure': 'MarkAsFailure',
  'stage-rollback': 'StageRollback',
  'pipeline-rollback': 'PipelineRollback',
  abort: 'Abort',
} as const;

function strategyFor(
  result: Extract<AttemptResult, { readonly status: 'failed' | 'expired' }>,
  table: FailureTable,
): { readonly status: NodeStatus; readonly action: FailureAction | undefined } {
  const type: FailureType = result.status === 'expired' ? 'Timeout' : result.failure.type;
  const broken = type === 'ApprovalRejection' ? 'ApprovalRejected' : 'Failed';
  return { status: result.status === 'expired' ? 'Expired' : broken, action: table[type] };
}

function follow(action: FailureAction, status: NodeStatus, situation: Situation): Consequence {
  switch (action.type) {
    case 'Ignore':
      return { kind: 'finish', status: 'IgnoreFailed' };
    case 'MarkAsSuccess':
      return { kind: 'finish', status: 'Success' };
    case 'MarkAsFailure':
    case 'ProceedWithDefaultValues':
      return { kind: 'finish', status: 'Failed' };
    case 'Abort':
      return ABORTED;
    case 'StageRollback':
      return { kind: 'finish', status, directive: 'stage-rollback' };
    case 'PipelineRollback': {
      const finish = { kind: 'finish', status, directive: 'pipeline-rollback' } as const;
      return action.failAll === true ? { ...finish, failAll: true } : finish;
    }
    case 'ManualIntervention':
      if (situation.mayWait(0)) return { kind: 'intervene', timeoutMs: action.timeoutMs };
      return follow(action.onTimeout, status, situation);
    case 'Retry':
      return retry(action, status, situation);
    case 'RetryStepGroup':
      return retryGroup(action, status, situation);
  }
}

function retry(action: RetryAction, status: NodeStatus, situation: Situation): Consequence {
  const { retryCount, intervalsMs, condition, onRetryFailure } = action;
  const { attempt, mayWait, holds } = situation;
  const delayMs = intervalOf(intervalsMs, attempt);
  const may = attempt <= retryCount && mayWait(delayMs);
  if (may && (condition === undefined || holds(condition))) return { kind: 'retry', delayMs };
  return follow(onRetryFailure, status, situation);
}

/** The step fails, the others of its group go by their conditions, and then the group begins anew. */
function retryGroup(
  action: RetryStepGroupAction,
  status: NodeStatus,
  situation: Situation,
): Consequence {
  const { group, retryCount, intervalsMs, onRetryFailure } = action;
  const round = situation.roundOf(group);
  const afterMs = intervalOf(intervalsMs, round);
  const then: Consequence =
    onRetryFailure === undefined
      ? { kind: 'finish', status }
      : follow(onRetryFailure, status, situation);
  if (round > retryCount || !situation.mayWait(afterMs)) return then;
  const otherwise = then.kind === 'finish' ? then.directive : undefined;
  const groupRetry = { group, afterMs, ...(otherwise !== undefined && { otherwise }) };
  return { kind: 'finish', status, groupRetry };
}

function intervalOf(intervalsMs: readonly number[], attempt: number): number {
  return intervalsMs[attempt - 1] ?? intervalsMs.at(-1) ?? 0;
}
