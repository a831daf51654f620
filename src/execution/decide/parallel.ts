// A parallel block: all children at once; what runs is finished even when one of them breaks.
import type { ParallelNode } from '../../plan/plan.ts';
import { finishedNode } from '../state.ts';
import { childrenFinish } from './children.ts';
import { finishNode, isStopping, type Place, startNode, type Walk } from './walk.ts';

export function visitParallel(walk: Walk, node: ParallelNode, place: Place): void {
  const inner = startNode(walk, node, place);
  let stopped = false;
  let open = false;
  for (const child of node.children) {
    if (!walk.state.nodes.has(child.path) && isStopping(walk, place)) {
      stopped = true;
      continue;
    }
    if (finishedNode(walk.state, child.path) === undefined) walk.visit(child, inner);
    if (walk.state.open.has(child.path)) open = true;
  }
  if (!open) finishNode(walk, node, place, childrenFinish(walk, node.children, stopped));
}
