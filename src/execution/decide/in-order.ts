// Children one after the other: the shared walk of sequences and of the pipeline's stages.
import type { PlanNode } from '../../plan/plan.ts';
import { isGood } from '../node-status.ts';
import { finishedNode } from '../state.ts';
import { childrenFinish } from './children.ts';
import { type Finish, isStopping, type Place, type Walk } from './walk.ts';

/** Answers undefined while a child is still open. */
export function visitInOrder(
  walk: Walk,
  children: readonly PlanNode[],
  place: Place,
): Finish | undefined {
  let soFar = place.soFar;
  for (const child of children) {
    if (!walk.state.nodes.has(child.path) && isStopping(walk, place)) {
      return childrenFinish(walk, children, true);
    }
    if (finishedNode(walk.state, child.path) === undefined) walk.visit(child, { ...place, soFar });
    const finished = finishedNode(walk.state, child.path);
    if (finished === undefined) return undefined;
    if (finished.directive !== undefined && !place.inRollback) break;
    if (!isGood(finished.status)) soFar = 'Failure';
  }
  return childrenFinish(walk, children, false);
}
