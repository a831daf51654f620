// Folding the events of nodes: started, finished, rollback started.
import { assert } from '../lib/assert.ts';
import type { NodePath } from '../plan/plan.ts';
import { childrenOf, nodesOf, parentPath } from '../plan/walk.ts';
import type { GroupRetried, NodeFinished, NodeStarted, RollbackStarted } from './event.ts';
import type { NodeState, State } from './state.ts';

type At = { readonly at: number };

export function evolveNode(
  state: State,
  event: (NodeStarted | NodeFinished | GroupRetried | RollbackStarted) & At,
): void {
  switch (event.type) {
    case 'NodeStarted':
      evolveNodeStarted(state, event);
      break;
    case 'NodeFinished':
      evolveNodeFinished(state, event);
      break;
    case 'GroupRetried':
      evolveGroupRetried(state, event);
      break;
    case 'RollbackStarted':
      evolveRollbackStarted(state, event);
      break;
  }
}

function evolveNodeStarted(state: State, event: NodeStarted & At): void {
  const node = state.index.node(event.path);
  assert(node.kind !== 'step', `"${event.path}" is a step: it starts with an attempt`);
  openNode(state, event.path, event.at, event.deadlineAt);
}

/** Opens a node that has not started, under a parent that runs. */
export function openNode(
  state: State,
  path: NodePath,
  at: number,
  deadlineAt: number | undefined,
): void {
  assert(!state.nodes.has(path), `"${path}" has started or finished before`);
  assert(parentRuns(state, path), `"${path}" starts while its parent does not run`);
  state.nodes.set(path, { ...neverStarted, startedAt: at, deadlineAt });
  state.open.add(path);
}

function evolveNodeFinished(state: State, event: NodeFinished & At): void {
  const { path } = event;
  const node = state.index.node(path);
  const known = state.nodes.get(path);
  assert(known?.finished === undefined, `"${path}" has finished before`);
  for (const child of childrenOf(node)) {
    assert(!state.open.has(child.path), `"${path}" finishes while "${child.path}" is open`);
  }
  if (known === undefined) {
    assert(parentRuns(state, path), `"${path}" is passed over while its parent does not run`);
    state.nodes.set(path, { ...neverStarted, finished: event });
    return;
  }
  const step = state.steps.get(path);
  if (step !== undefined) {
    const isOver = ['settled', 'intervention', 'retry'].includes(step.phase);
    assert(isOver, `"${path}" is ${step.phase}`);
    step.phase = 'done';
    step.effects = new Map();
  }
  known.finished = event;
  state.open.delete(path);
  assert(path !== '' || state.open.size === 0, 'the pipeline finishes while a rollback is open');
}

const neverStarted: NodeState = {
  startedAt: undefined,
  deadlineAt: undefined,
  rollback: undefined,
  finished: undefined,
  again: undefined,
};

/** Attempts go on counting, so that no effect, fact or script of an earlier round is taken for a new one. */
function evolveGroupRetried(state: State, { path, round, dueAt }: GroupRetried): void {
  const node = state.index.node(path);
  const known = state.nodes.get(path);
  assert(node.kind === 'sequence' && state.open.has(path), `"${path}" is no group that runs`);
  assert(round === (known?.again?.round ?? 1) + 1, `round ${round} of "${path}" out of turn`);
  const below = childrenOf(node).flatMap((child) => [...nodesOf(child)]);
  const asked = below.some((each) => {
    return state.nodes.get(each.path)?.finished?.groupRetry?.group === path;
  });
  assert(asked, `nothing in "${path}" asks for another round`);
  for (const each of below) {
    assert(!state.open.has(each.path), `"${path}" begins anew while "${each.path}" is open`);
    const step = state.steps.get(each.path);
    if (step !== undefined) state.attemptsBefore.set(each.path, step.attempt);
    state.steps.delete(each.path);
    state.nodes.delete(each.path);
  }
  if (known !== undefined) known.again = { round, dueAt };
}

function evolveRollbackStarted(state: State, event: RollbackStarted & At): void {
  const stage = state.index.node(event.path);
  const known = state.nodes.get(event.path);
  assert(stage.kind === 'stage', `"${event.path}" is no stage`);
  assert(known?.startedAt !== undefined, `"${event.path}" never started: nothing to roll back`);
  assert(known.rollback === undefined, `"${event.path}" is rolled back before`);
  assert(!state.open.has(stage.steps.path), `the steps of "${event.path}" are still open`);
  assert(state.open.has(''), 'the pipeline does not run');
  known.rollback = { startedAt: event.at, cause: event.cause };
  if (known.finished !== undefined) state.unwinding = true;
}

function parentRuns(state: State, path: NodePath): boolean {
  const parent = parentPath(path);
  if (parent === undefined) return true;
  const rollback = state.nodes.get(parent)?.rollback;
  const node = state.index.node(parent);
  if (node.kind !== 'stage') return state.open.has(parent);
  if (path === node.rollback.path) return rollback !== undefined;
  return state.open.has(parent) && rollback === undefined;
}
