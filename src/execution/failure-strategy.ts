// Failure strategies: what follows from the result of an attempt, as one pure table.
import type { FailureAction, FailureTable, FailureType } from '../plan/plan.ts';
import type { AttemptResult, Directive, NodeStatus } from './event.ts';

export type Consequence =
  | { readonly kind: 'finish'; readonly status: NodeStatus; readonly directive?: Directive }
  | { readonly kind: 'retry'; readonly delayMs: number };

/**
 * `attempt` counts from 1. `mayWait` says whether a retry after this delay still fits into the time
 * of the nodes around; where it does not, the strategy falls to what follows the last retry.
 */
export function consequence(
  result: AttemptResult,
  table: FailureTable,
  attempt: number,
  mayWait: (delayMs: number) => boolean,
): Consequence {
  switch (result.status) {
    case 'succeeded':
      return { kind: 'finish', status: 'Success' };
    case 'aborted':
      return { kind: 'finish', status: 'Aborted', directive: 'abort' };
    case 'expired':
      return broken('Expired', 'Timeout');
    case 'failed': {
      const { type } = result.failure;
      return broken(type === 'ApprovalRejection' ? 'ApprovalRejected' : 'Failed', type);
    }
  }

  function broken(status: NodeStatus, type: FailureType): Consequence {
    const action = table[type];
    if (action === undefined) return { kind: 'finish', status };
    if (action.type !== 'Retry') return settle(action, status);
    const delayMs = action.intervalsMs[attempt - 1] ?? action.intervalsMs.at(-1) ?? 0;
    if (attempt <= action.retryCount && mayWait(delayMs)) return { kind: 'retry', delayMs };
    return settle(action.onRetryFailure, status);
  }
}

function settle(action: FailureAction, status: NodeStatus): Consequence {
  switch (action.type) {
    case 'Ignore':
      return { kind: 'finish', status: 'IgnoreFailed' };
    case 'MarkAsSuccess':
      return { kind: 'finish', status: 'Success' };
    case 'MarkAsFailure':
      return { kind: 'finish', status: 'Failed' };
    case 'Abort':
      return { kind: 'finish', status: 'Aborted', directive: 'abort' };
    case 'StageRollback':
      return { kind: 'finish', status, directive: 'stage-rollback' };
    case 'PipelineRollback':
      return { kind: 'finish', status, directive: 'pipeline-rollback' };
    case 'Retry':
      return settle(action.onRetryFailure, status);
  }
}
