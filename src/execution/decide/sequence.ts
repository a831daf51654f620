// A sequence: steps one after the other, stopping at the first directive; a group may begin anew at its end.
import type { SequenceNode } from '../../plan/plan.ts';
import { retryOrFinish, waitsForRound } from './group-retry.ts';
import { visitInOrder } from './in-order.ts';
import { rollbackOf } from './stage.ts';
import { finishNode, type Place, startNode, type Walk } from './walk.ts';

export function visitSequence(walk: Walk, node: SequenceNode, place: Place): void {
  const inner = startNode(walk, node, place);
  if (waitsForRound(walk, node, inner)) return;
  const end = visitInOrder(walk, node.children, inner);
  if (end === undefined) return;
  const finish = retryOrFinish(walk, node, inner, end);
  if (finish === undefined) visitSequence(walk, node, place);
  else finishNode(walk, node, place, { ...finish, rollback: rollbackOf(walk, node.path) });
}
