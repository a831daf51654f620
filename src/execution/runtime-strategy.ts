// What expressions see of strategies while a run goes on: how their iterations have ended so far.
import type { Lookup } from '../expression/scope.ts';
import type { NodePath, StrategyNode } from '../plan/plan.ts';
import { nodesOf, parentPath } from '../plan/walk.ts';
import { aggregate, ENGINE_NAMES } from './node-status.ts';
import { finishedNode, type State } from './state.ts';

/** Of `strategy.currentStatus` and `strategy.node.ID.currentStatus`, as seen from a path. */
export function strategyStatus(state: State, path: NodePath, segments: readonly string[]): Lookup {
  const [first, identifier, last] = segments;
  if (first === 'currentStatus' && segments.length === 1)
    return statusOf(state, around(state, path));
  if (first !== 'node' || last !== 'currentStatus' || segments.length !== 3) return MISSING;
  return statusOf(state, around(state, path, identifier) ?? anywhere(state, identifier));
}

const MISSING: Lookup = { status: 'missing' };

/** The innermost strategy around, or the innermost one of that name. */
function around(state: State, path: NodePath, identifier?: string): StrategyNode | undefined {
  for (let at: NodePath | undefined = path; at !== undefined; at = parentPath(at)) {
    const node = state.index.node(at);
    if (node.kind !== 'strategy') continue;
    if (identifier === undefined || node.identifier === identifier) return node;
  }
  return undefined;
}

function anywhere(state: State, identifier: string | undefined): StrategyNode | undefined {
  for (const node of nodesOf(state.plan.pipeline)) {
    if (node.kind === 'strategy' && node.identifier === identifier) return node;
  }
  return undefined;
}

function statusOf(state: State, node: StrategyNode | undefined): Lookup {
  if (node === undefined) return MISSING;
  const ended = node.iterations.flatMap(({ path }) => finishedNode(state, path)?.status ?? []);
  const value = ended.length === 0 ? 'RUNNING' : ENGINE_NAMES[aggregate(ended)];
  return { status: 'found', value };
}
