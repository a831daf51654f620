// A matrix or loop: its iterations in order, so many at once, and what happens to the queued ones.
import type { StrategyNode } from '../../plan/plan.ts';
import { isGood } from '../node-status.ts';
import { finishedNode } from '../state.ts';
import { besideEachOther, childrenFinish } from './children.ts';
import { finishNode, isStopping, type Place, startNode, type Walk } from './walk.ts';

export function visitStrategy(walk: Walk, node: StrategyNode, place: Place): void {
  const beside = besideEachOther(walk, node.iterations, startNode(walk, node, place));
  for (const iteration of node.iterations) {
    if (walk.state.open.has(iteration.path)) walk.visit(iteration, beside.place);
  }
  const stopped = startQueued(walk, node, beside.place);
  if (beside.hasTurned()) walk.again = true;
  const waiting = node.iterations.some(({ path }) => {
    return walk.state.open.has(path) || (!stopped && !walk.state.nodes.has(path));
  });
  if (waiting) return;
  const finish = childrenFinish(walk, node.iterations, stopped);
  const skipped = node.iterations.every(({ path }) => {
    return finishedNode(walk.state, path)?.status === 'Skipped';
  });
  finishNode(walk, node, place, skipped ? { ...finish, status: 'Skipped' } : finish);
}

/** Starts queued iterations while lanes are free; answers whether an abort kept any from starting. */
function startQueued(walk: Walk, node: StrategyNode, place: Place): boolean {
  const isOpen = ({ path }: { readonly path: string }): boolean => walk.state.open.has(path);
  let lanes = node.maxConcurrency === 0 ? node.iterations.length : node.maxConcurrency;
  lanes -= node.iterations.filter(isOpen).length;
  for (const iteration of node.iterations) {
    if (walk.state.nodes.has(iteration.path)) continue;
    const verdict = queuedVerdict(walk, node, place);
    if (verdict === 'stop') return true;
    if (verdict === 'skip') {
      const reason = 'an earlier iteration did not succeed';
      finishNode(walk, iteration, place, { status: 'Skipped', reason });
      continue;
    }
    if (lanes <= 0) return false;
    walk.visit(iteration, place);
    if (isOpen(iteration)) lanes -= 1;
  }
  return false;
}

function queuedVerdict(walk: Walk, node: StrategyNode, place: Place): 'run' | 'skip' | 'stop' {
  if (isStopping(walk, place)) return 'stop';
  let broken = false;
  for (const { path } of node.iterations) {
    const finished = finishedNode(walk.state, path);
    if (finished?.directive === 'abort') return 'stop';
    if (finished !== undefined && !isGood(finished.status)) broken = true;
  }
  return broken && node.onFailure === 'SkipQueued' && !place.inRollback ? 'skip' : 'run';
}
