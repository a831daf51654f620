// Reading a plan: its nodes in order, and the one at a path.
import { assert } from '../lib/assert.ts';
import type { NodePath, Plan, PlanNode, StageNode, StepNode } from './plan.ts';

export function childrenOf(node: PlanNode): readonly PlanNode[] {
  switch (node.kind) {
    case 'pipeline':
      return node.stages;
    case 'stage':
      return [node.steps, node.rollback];
    case 'sequence':
    case 'parallel':
      return node.children;
    case 'strategy':
      return node.iterations;
    case 'step':
      return [];
  }
}

/** Every node under and with the given one, parents first, in written order. */
export function* nodesOf(node: PlanNode): Generator<PlanNode> {
  yield node;
  for (const child of childrenOf(node)) yield* nodesOf(child);
}

export function* stepsOf(node: PlanNode): Generator<StepNode> {
  for (const each of nodesOf(node)) if (each.kind === 'step') yield each;
}

/** The path one level up; the pipeline's own path has none. */
export function parentPath(path: NodePath): NodePath | undefined {
  if (path === '') return undefined;
  const cut = path.endsWith(']') ? path.lastIndexOf('[') : path.lastIndexOf('/');
  return path.slice(0, Math.max(cut, 0));
}

export interface PlanIndex {
  node(path: NodePath): PlanNode;
  stageOf(path: NodePath): StageNode;
}

/** An index by path; asking for a path the plan does not have is a defect. */
export function indexPlan(plan: Plan): PlanIndex {
  const byPath = new Map<NodePath, PlanNode>();
  for (const node of nodesOf(plan.pipeline)) byPath.set(node.path, node);
  const node = (path: NodePath): PlanNode => {
    const found = byPath.get(path);
    assert(found !== undefined, `the plan has no node at "${path}"`);
    return found;
  };
  const stageOf = (path: NodePath): StageNode => {
    for (let at: NodePath | undefined = path; at !== undefined; at = parentPath(at)) {
      const found = byPath.get(at);
      if (found?.kind === 'stage') return found;
    }
    assert(false, `"${path}" lies in no stage`);
  };
  return { node, stageOf };
}
