// A sequence: steps one after the other, stopping at the first directive.
import type { SequenceNode } from '../../plan/plan.ts';
import { visitInOrder } from './in-order.ts';
import { rollbackOf } from './stage.ts';
import { finishNode, type Place, startNode, type Walk } from './walk.ts';

export function visitSequence(walk: Walk, node: SequenceNode, place: Place): void {
  const inner = startNode(walk, node, place);
  const finish = visitInOrder(walk, node.children, inner);
  if (finish === undefined) return;
  finishNode(walk, node, place, { ...finish, rollback: rollbackOf(walk, node.path) });
}
