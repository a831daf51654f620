// A step group that is to run again: who in it has asked for that, and whether there is time.
import type { SequenceNode } from '../../plan/plan.ts';
import { nodesOf } from '../../plan/walk.ts';
import type { Directive, GroupRetry } from '../event.ts';
import { strongest } from '../node-status.ts';
import { finishedNode } from '../state.ts';
import { emit, type Finish, isStopping, type Place, type Walk, wake } from './walk.ts';

/** Whether the group waits for its next round; an abort does not wait. */
export function waitsForRound(walk: Walk, node: SequenceNode, place: Place): boolean {
  const again = walk.state.nodes.get(node.path)?.again;
  if (again === undefined || walk.now >= again.dueAt || isStopping(walk, place)) return false;
  if (place.deadlineAt !== undefined && walk.now >= place.deadlineAt) return false;
  wake(walk, again.dueAt);
  wake(walk, place.deadlineAt);
  return true;
}

/**
 * Begins the next round of a group that has come to its end, and answers undefined; else what its
 * end amounts to. A rollback or an abort that something in it asks for is stronger.
 */
export function retryOrFinish(
  walk: Walk,
  node: SequenceNode,
  place: Place,
  finish: Finish,
): Finish | undefined {
  if (finish.directive !== undefined || place.inRollback || isStopping(walk, place)) return finish;
  const asked = askedRetries(walk, node);
  if (asked.length === 0) return finish;
  const dueAt = walk.now + Math.max(...asked.map(({ afterMs }) => afterMs));
  if (place.deadlineAt !== undefined && dueAt >= place.deadlineAt) {
    return { ...finish, directive: otherwiseOf(asked) };
  }
  const round = (walk.state.nodes.get(node.path)?.again?.round ?? 1) + 1;
  emit(walk, { at: walk.now, type: 'GroupRetried', path: node.path, round, dueAt });
  return undefined;
}

function askedRetries(walk: Walk, node: SequenceNode): readonly GroupRetry[] {
  return [...nodesOf(node)].flatMap(({ path }) => {
    const asked = finishedNode(walk.state, path)?.groupRetry;
    return asked?.group === node.path ? [asked] : [];
  });
}

function otherwiseOf(asked: readonly GroupRetry[]): Directive | undefined {
  return asked.map(({ otherwise }) => otherwise).reduce(strongest, undefined);
}
