// The plan of a retry: the frozen plan of an execution that has failed, with all before a place counted as done.
import type { KeptNode, NodePath, Plan, PlanNode, StageNode } from '../plan/plan.ts';
import { childrenOf, nodesOf } from '../plan/walk.ts';
import type { EndState, ExecutionEvent } from './event.ts';
import { evolveAll } from './evolve.ts';
import { isGood } from './node-status.ts';
import { emptyState, finishedNode, outputOf, type State } from './state.ts';

export type RetryRefusal =
  | { readonly code: 'not-ended' }
  | { readonly code: 'ended-well' | 'dirty'; readonly end: EndState }
  | { readonly code: 'follows-another' }
  | { readonly code: 'unknown-place'; readonly stages: readonly NodePath[] }
  | { readonly code: 'several-places'; readonly places: readonly NodePath[] }
  | { readonly code: 'not-done-before'; readonly path: NodePath }
  | { readonly code: 'rolled-back'; readonly stage: NodePath }
  /** What comes after this Queue may only run in its turn, and that has ended with the execution. */
  | { readonly code: 'out-of-turn'; readonly queue: NodePath; readonly stage: NodePath };

export type PlannedRetry =
  | { readonly status: 'planned'; readonly plan: Plan }
  | { readonly status: 'refused'; readonly refusal: RetryRefusal };

/** `from` is a path, or a stage with the last part of a path below it; without it the first stage that failed. */
export function planRetry(
  execution: string,
  plan: Plan,
  events: readonly ExecutionEvent[],
  from: string | undefined,
): PlannedRetry {
  const refused = (refusal: RetryRefusal) => ({ status: 'refused', refusal }) as const;
  const state = evolveAll(emptyState(plan), events);
  const refusal = whyNoRetry(state);
  if (refusal !== undefined) return refused(refusal);
  const place = from === undefined ? firstFailed(state) : placeNamed(state, from);
  if (typeof place !== 'string') return refused(place);
  const kept = new Set<NodePath>();
  const missing = keepBefore(state, plan.pipeline, place, kept);
  if (missing !== undefined) return refused(missing);
  const queue = [...kept].find((path) => heldTurnAt(state, path, place));
  if (queue !== undefined) {
    return refused({ code: 'out-of-turn', queue, stage: state.index.stageOf(queue).path });
  }
  const first = plan.resumed?.first ?? execution;
  return {
    status: 'planned',
    plan: {
      ...plan,
      format: 2,
      resumed: { execution, first, from: place, ...keptOf(state, kept) },
    },
  };
}

function whyNoRetry({ finished, plan }: State): RetryRefusal | undefined {
  if (plan.followUp !== undefined) return { code: 'follows-another' };
  if (finished === undefined) return { code: 'not-ended' };
  const { end } = finished;
  if (end === 'Success') return { code: 'ended-well', end };
  return end === 'Dirty' ? { code: 'dirty', end } : undefined;
}

function firstFailed(state: State): NodePath | RetryRefusal {
  const failed = stagesOf(state).find((stage) => !standsAsWanted(state, stage));
  return failed?.path ?? { code: 'unknown-place', stages: stagesOf(state).map(({ path }) => path) };
}

function placeNamed(state: State, from: string): NodePath | RetryRefusal {
  const stages = stagesOf(state);
  const paths = stages.flatMap((stage) => [
    stage.path,
    ...[...nodesOf(stage.steps)]
      .map(({ path }) => path)
      .filter((path) => path !== stage.steps.path),
  ]);
  if (paths.includes(from)) return from;
  const [stage = '', ...rest] = from.split('/');
  const places = paths.filter(
    (path) => path.startsWith(`${stage}/`) && path.endsWith(`/${rest.join('/')}`),
  );
  const [only, ...others] = rest.length === 0 ? [] : places;
  if (only === undefined) return { code: 'unknown-place', stages: stages.map(({ path }) => path) };
  return others.length > 0 ? { code: 'several-places', places } : only;
}

/** Gathers everything that counts as done around and before a place; answers what stands in the way. */
function keepBefore(
  state: State,
  node: PlanNode,
  place: NodePath,
  kept: Set<NodePath>,
): RetryRefusal | undefined {
  if (node.path === place) return undefined;
  if (node.kind === 'stage') {
    if (wasTouched(state, node)) return { code: 'rolled-back', stage: node.path };
    return keepBefore(state, node.steps, place, kept);
  }
  const isOrdered = node.kind === 'pipeline' || node.kind === 'sequence';
  let hasCome = false;
  for (const child of childrenOf(node)) {
    if (holds(child, place)) {
      const missing = keepBefore(state, child, place, kept);
      if (missing !== undefined) return missing;
      hasCome = true;
    } else if (standsAsWanted(state, child)) {
      if (!isOrdered || !hasCome) keep(state, child, kept);
    } else if (isOrdered && !hasCome) {
      return { code: 'not-done-before', path: child.path };
    }
  }
  return undefined;
}

function keep(state: State, node: PlanNode, kept: Set<NodePath>): void {
  for (const { path } of nodesOf(node)) if (finishedNode(state, path) !== undefined) kept.add(path);
}

function keptOf(state: State, kept: ReadonlySet<NodePath>) {
  const facts = [...state.facts].flatMap(([name, all]) =>
    all.filter(({ path }) => kept.has(path)).map((fact) => ({ name, ...fact })),
  );
  return {
    nodes: [...kept].map((path) => keptNode(state, path)),
    facts,
    changes: state.changes.filter(({ path }) => kept.has(path)),
  };
}

/** Below a good node anything may stand: a failure that was ignored, or marked as good. */
function keptNode(state: State, path: NodePath): KeptNode {
  const known = state.nodes.get(path);
  const step = state.steps.get(path);
  const status = finishedNode(state, path)?.status ?? 'Skipped';
  const output = step && outputOf(step);
  return {
    path,
    status: isKeptStatus(status) ? status : 'IgnoreFailed',
    ...(known?.startedAt !== undefined && { startedAt: known.startedAt }),
    endedAt: known?.finished?.at ?? 0,
    ...(step !== undefined && { attempt: step.attempt }),
    ...(output !== undefined && { output }),
  };
}

function isKeptStatus(status: string): status is KeptNode['status'] {
  return status === 'Success' || status === 'IgnoreFailed' || status === 'Skipped';
}

/** It ended well, and nothing in it was rolled back since. */
function standsAsWanted(state: State, node: PlanNode): boolean {
  const finished = finishedNode(state, node.path);
  if (finished === undefined || !isGood(finished.status)) return false;
  return [...nodesOf(node)].every(({ path }) => state.nodes.get(path)?.rollback === undefined);
}

function wasTouched(state: State, stage: StageNode): boolean {
  if (state.nodes.get(stage.path)?.rollback !== undefined) return true;
  return state.changes.some(({ path }) => path.startsWith(`${stage.path}/`));
}

/** Whether this is a Queue whose turn the earlier execution had at a place. */
function heldTurnAt(state: State, path: NodePath, place: NodePath): boolean {
  const node = state.index.node(path);
  if (node.kind !== 'step' || node.type !== 'Queue') return false;
  if (finishedNode(state, path)?.status === 'Skipped') return false;
  return node.spec['scope'] !== 'Stage' || state.index.stageOf(path) === state.index.stageOf(place);
}

function holds(node: PlanNode, place: NodePath): boolean {
  return [...nodesOf(node)].some(({ path }) => path === place);
}

function stagesOf({ plan }: State): readonly StageNode[] {
  return [...nodesOf(plan.pipeline)].filter((node) => node.kind === 'stage');
}
