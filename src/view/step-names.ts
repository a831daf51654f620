// What people call the steps of a plan: the name as written, inside a matrix with the label of the iteration.
import type { NodePath, Plan, PlanNode } from '../plan/plan.ts';
import { childrenOf } from '../plan/walk.ts';

/** Answers the path itself for what is no step. */
export function stepNames(plan: Plan): (path: NodePath) => string {
  const names = new Map<NodePath, string>();
  const visit = (node: PlanNode, label: string): void => {
    if (node.kind === 'step') {
      names.set(node.path, label === '' ? node.name : `${node.name} (${label})`);
    }
    const labels = node.kind === 'strategy' ? node.labels : [];
    for (const [index, child] of childrenOf(node).entries()) visit(child, labels[index] ?? label);
  };
  visit(plan.pipeline, '');
  return (path) => names.get(path) ?? path;
}
