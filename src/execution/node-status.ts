// Statuses of nodes: which are good, which are broken, and what the children's make of their parent's.
import type { Cause, Directive, NodeStatus } from './event.ts';
import type { OpenStatus } from './open-status.ts';

/** Whether a status counts as success for what comes after it. */
export function isGood(status: NodeStatus): boolean {
  return status === 'Success' || status === 'IgnoreFailed' || status === 'Skipped';
}

/** Harness's order: the first status of this list that any child has is the parent's. */
const WORST_FIRST = ['Aborted', 'Failed', 'ApprovalRejected', 'Expired'] as const;

export function aggregate(statuses: readonly NodeStatus[]): NodeStatus {
  for (const status of WORST_FIRST) if (statuses.includes(status)) return status;
  return statuses.includes('IgnoreFailed') ? 'IgnoreFailed' : 'Success';
}

const STRENGTH: Readonly<Record<Directive, number>> = {
  'stage-rollback': 1,
  'pipeline-rollback': 2,
  abort: 3,
};

export function strongest(
  one: Directive | undefined,
  other: Directive | undefined,
): Directive | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return STRENGTH[one] >= STRENGTH[other] ? one : other;
}

/** Why a run with this status did not reach its wanted end. */
export function causeOf(status: NodeStatus): Cause {
  switch (status) {
    case 'ApprovalRejected':
      return 'rejected';
    case 'Expired':
      return 'expired';
    case 'Aborted':
      return 'aborted';
    default:
      return 'failed';
  }
}

/** The names that expressions compare with. */
export const ENGINE_NAMES: Readonly<Record<NodeStatus | OpenStatus, string>> = {
  Success: 'SUCCEEDED',
  IgnoreFailed: 'IGNORE_FAILED',
  Skipped: 'SKIPPED',
  Failed: 'FAILED',
  Expired: 'EXPIRED',
  Aborted: 'ABORTED',
  ApprovalRejected: 'APPROVAL_REJECTED',
  InterventionWaiting: 'INTERVENTION_WAITING',
  InputWaiting: 'INPUT_WAITING',
  ApprovalWaiting: 'APPROVAL_WAITING',
  ResourceWaiting: 'RESOURCE_WAITING',
  WaitStepRunning: 'WAIT_STEP_RUNNING',
  AsyncWaiting: 'ASYNC_WAITING',
  TimedWaiting: 'TIMED_WAITING',
  Running: 'RUNNING',
};
