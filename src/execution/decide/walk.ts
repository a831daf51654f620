// One pass over the plan: what it collects, and what is handed down from node to node.
import type { NodePath, PlanNode, StepNode } from '../../plan/plan.ts';
import type { Directive, ExecutionEvent, GroupRetry, NodeStatus } from '../event.ts';
import { evolve } from '../evolve.ts';
import type { State } from '../state.ts';
import type { CancelReason } from '../step.ts';

/** An attempt that should be running now; `cancel` says that it must stop, and why. */
export interface Run {
  readonly step: StepNode;
  readonly attempt: number;
  readonly deadlineAt: number;
  /** How often the attempt has left to wait and come back: each time it runs from the top. */
  readonly entry?: number;
  readonly cancel?: CancelReason;
}

/** A look at a waiting gate that is due; one that was missed is not made up. */
export interface Check {
  readonly step: StepNode;
  readonly attempt: number;
  readonly slotAt: number;
  /** When the next look is due, or the gate's time is over. */
  readonly deadlineAt: number;
}

/** A step that waits for its turn in a line; whether it has come, only the journal of all runs can say. */
export interface AwaitedTurn {
  readonly path: NodePath;
  readonly attempt: number;
  readonly wait: string;
}

export interface Walk {
  readonly state: State;
  readonly now: number;
  readonly events: ExecutionEvent[];
  readonly runs: Run[];
  readonly checks: Check[];
  readonly turns: AwaitedTurn[];
  /** The earliest time at which something is due without anybody acting. */
  wakeAt: number | undefined;
  /** What this pass has found out changes what it has passed by already: another one is needed. */
  again: boolean;
  /** Starts or goes on with a node that has not finished. */
  readonly visit: (node: PlanNode, place: Place) => void;
}

/** What a node inherits from where it stands. */
export interface Place {
  /** When the time of the nodes around is over; written down when they started. */
  readonly deadlineAt: number | undefined;
  readonly inRollback: boolean;
  /** How the stage, or for stages the pipeline, has gone up to here. */
  readonly soFar: 'Success' | 'Failure';
  /** Something beside it asks for the way back, which is not to wait for what has not begun here. */
  readonly goesBack?: boolean;
}

/** Records an event and folds it in at once, so that the rest of the pass sees it. */
export function emit(walk: Walk, event: ExecutionEvent): void {
  evolve(walk.state, event);
  walk.events.push(event);
}

export function wake(walk: Walk, at: number | undefined): void {
  walk.wakeAt = earlier(walk.wakeAt, at);
}

export function earlier(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return Math.min(one, other);
}

/** Whether nothing new may start here: an abort reaches everything but a rollback. */
export function isStopping(walk: Walk, place: Place): boolean {
  return walk.state.abort !== undefined && !place.inRollback;
}

/** Whether a pause keeps what has not begun from beginning; it never reaches a way back, nor what is out of time. */
export function isHeld({ state, now }: Walk, { inRollback, deadlineAt }: Place): boolean {
  if (state.paused === undefined || inRollback) return false;
  return deadlineAt === undefined || now < deadlineAt;
}

export function startNode(walk: Walk, node: PlanNode, place: Place): Place {
  const known = walk.state.nodes.get(node.path);
  if (known !== undefined) return { ...place, deadlineAt: known.deadlineAt };
  const own = node.timeoutMs === undefined ? undefined : walk.now + node.timeoutMs;
  const deadlineAt = earlier(place.deadlineAt, own);
  emit(walk, {
    at: walk.now,
    type: 'NodeStarted',
    path: node.path,
    ...(deadlineAt !== undefined && { deadlineAt }),
  });
  return { ...place, deadlineAt };
}

export interface Finish {
  readonly status: NodeStatus;
  readonly directive?: Directive | undefined;
  readonly groupRetry?: GroupRetry | undefined;
  readonly rollback?: 'clean' | 'dirty' | undefined;
  readonly reason?: string;
}

/** Finishes a node. A rollback obeys no directive: all of its steps run. */
export function finishNode(walk: Walk, node: PlanNode, place: Place, finish: Finish): void {
  const { status, directive, groupRetry, rollback, reason } = finish;
  emit(walk, {
    at: walk.now,
    type: 'NodeFinished',
    path: node.path,
    status,
    ...(directive !== undefined && !place.inRollback && { directive }),
    ...(groupRetry !== undefined && !place.inRollback && { groupRetry }),
    ...(rollback !== undefined && { rollback }),
    ...(reason !== undefined && { reason }),
  });
}
