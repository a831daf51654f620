// What happens to a step that broke: retries, interventions, rounds of its group, and marks of people.
import type { NodePath } from '../plan/plan.ts';
import type { Directive } from './event.ts';

export interface RetryScheduled {
  readonly type: 'RetryScheduled';
  readonly path: NodePath;
  readonly attempt: number;
  readonly dueAt: number;
}

/** A broken attempt whose failure strategy asks a person: until one decides, nothing of the step runs. */
export interface InterventionOpened {
  readonly type: 'InterventionOpened';
  readonly path: NodePath;
  readonly attempt: number;
  readonly expiresAt: number;
}

export type InterventionAction =
  | 'mark-as-success'
  | 'ignore'
  | 'retry'
  | 'mark-as-failure'
  | 'stage-rollback'
  | 'pipeline-rollback'
  | 'abort';

/** The first word counts. */
export interface InterventionDecided {
  readonly type: 'InterventionDecided';
  readonly path: NodePath;
  readonly attempt: number;
  readonly by: string;
  readonly action: InterventionAction;
  readonly comment?: string;
}

export interface GroupRetry {
  readonly group: NodePath;
  readonly afterMs: number;
  /** What is asked instead when there is no time for that any more. */
  readonly otherwise?: Directive;
}

/**
 * A step group begins anew: all in it is as if it had not run, but for its facts, its changes of the
 * world and the numbers of its attempts, which go on. `round` counts the runs of the group from 1.
 */
export interface GroupRetried {
  readonly type: 'GroupRetried';
  readonly path: NodePath;
  readonly round: number;
  readonly dueAt: number;
}

/**
 * What runs fails with `UserMarkedFailure`, and the failure strategies act: one step, or without a
 * path every one outside of rollbacks.
 */
export interface MarkFailedRequested {
  readonly type: 'MarkFailedRequested';
  readonly by: string;
  readonly path?: NodePath;
  readonly comment?: string;
}
