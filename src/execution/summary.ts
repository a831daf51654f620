// Where an execution stands, as views show it: every node of the plan with its status and times.
import type { NodePath, Plan, PlanNode } from '../plan/plan.ts';
import { childrenOf } from '../plan/walk.ts';
import type {
  AttemptResult,
  Cause,
  EndState,
  ExecutionEvent,
  Leftover,
  NodeStatus,
} from './event.ts';
import { evolveAll } from './evolve.ts';
import { type OpenStatus, openStatus } from './open-status.ts';
import { emptyState, type State } from './state.ts';

/** Harness's names; the waiting ones are of steps and of what stands around them. */
export type ShownStatus = NodeStatus | OpenStatus | 'NotStarted';

export interface NodeSummary {
  readonly path: NodePath;
  readonly kind: PlanNode['kind'];
  readonly identifier: string;
  readonly name: string;
  /** Of an iteration, such as `weight=50`. */
  readonly label?: string;
  readonly status: ShownStatus;
  readonly startedAt?: number;
  readonly endedAt?: number;
  /** Why it finished without running. */
  readonly reason?: string;
  /** Of a step: the latest attempt and what came of it. */
  readonly attempt?: number;
  readonly result?: AttemptResult;
  readonly children: readonly NodeSummary[];
}

export interface Summary {
  readonly status: ShownStatus;
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly end?: EndState;
  readonly cause?: Cause;
  readonly leftovers: readonly Leftover[];
  readonly abort?: { readonly by: string; readonly restore: boolean; readonly at: number };
  readonly pipeline: NodeSummary;
}

export function summarise(plan: Plan, events: readonly ExecutionEvent[]): Summary {
  return summariseState(evolveAll(emptyState(plan), events));
}

/** The same of a state that somebody keeps. */
export function summariseState(state: State): Summary {
  const { started, finished, abort } = state;
  const pipeline = summariseNode(state, state.plan.pipeline);
  return {
    status: finished?.status ?? pipeline.status,
    ...(started !== undefined && { startedAt: started.at }),
    ...(finished !== undefined && { endedAt: finished.at, end: finished.end }),
    ...(finished?.cause !== undefined && { cause: finished.cause }),
    leftovers: finished?.leftovers ?? [],
    ...(abort !== undefined && {
      abort: { by: abort.by, restore: abort.restore, at: abort.at },
    }),
    pipeline,
  };
}

function summariseNode(state: State, node: PlanNode, label?: string): NodeSummary {
  const known = state.nodes.get(node.path);
  const step = state.steps.get(node.path);
  const labels = node.kind === 'strategy' ? node.labels : [];
  const children = childrenOf(node).map((child, index) =>
    summariseNode(state, child, labels[index]),
  );
  const { path, kind, identifier, name } = node;
  return {
    path,
    kind,
    identifier,
    name,
    ...(label !== undefined && { label }),
    status: known?.finished?.status ?? shownStatus(state, node, children),
    ...(known?.startedAt !== undefined && { startedAt: known.startedAt }),
    ...(known?.finished !== undefined && { endedAt: known.finished.at }),
    ...(known?.finished?.reason !== undefined && { reason: known.finished.reason }),
    ...(step !== undefined && { attempt: step.attempt }),
    ...(step?.result !== undefined && { result: step.result }),
    children,
  };
}

function shownStatus(state: State, node: PlanNode, children: readonly NodeSummary[]): ShownStatus {
  if (state.open.has(node.path)) return openStatus(state, node);
  return children.some(({ status }) => status === 'Running') ? 'Running' : 'NotStarted';
}
