// A parallel block: all children at once; what runs is finished even when one of them breaks.
import type { ParallelNode } from '../../plan/plan.ts';
import { finishedNode } from '../state.ts';
import { besideEachOther, childrenFinish } from './children.ts';
import { finishNode, isStopping, type Place, startNode, type Walk } from './walk.ts';

export function visitParallel(walk: Walk, node: ParallelNode, place: Place): void {
  const beside = besideEachOther(walk, node.children, startNode(walk, node, place));
  let stopped = false;
  let open = false;
  for (const child of node.children) {
    if (!walk.state.nodes.has(child.path) && isStopping(walk, place)) {
      stopped = true;
      continue;
    }
    if (finishedNode(walk.state, child.path) === undefined) walk.visit(child, beside.place);
    if (finishedNode(walk.state, child.path) === undefined) open = true;
  }
  if (beside.hasTurned()) walk.again = true;
  if (!open) finishNode(walk, node, place, childrenFinish(walk, node.children, stopped));
}
