// The least time that a part of a plan takes, when the least times of its steps are known.
import type { PlanNode } from '../../plan/plan.ts';
import { childrenOf } from '../../plan/walk.ts';

/** `known` answers for nodes whose time is known as a whole; a step without an answer takes none. */
export function leastTime(node: PlanNode, known: (node: PlanNode) => number | undefined): number {
  const answer = known(node);
  if (answer !== undefined) return answer;
  const times = (node.kind === 'stage' ? [node.steps] : childrenOf(node)).map((child) =>
    leastTime(child, known),
  );
  if (node.kind === 'parallel') return Math.max(0, ...times);
  if (node.kind === 'strategy') return inLanes(times, node.maxConcurrency || times.length);
  return times.reduce((sum, each) => sum + each, 0);
}

/** Each iteration begins in the lane that is free first. */
function inLanes(times: readonly number[], count: number): number {
  const lanes = Array.from({ length: Math.max(count, 1) }, () => 0);
  for (const time of times) {
    const first = lanes.indexOf(Math.min(...lanes));
    lanes[first] = (lanes[first] ?? 0) + time;
  }
  return Math.max(...lanes);
}
