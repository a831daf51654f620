// What the finished children of a node amount to.
import type { PlanNode } from '../../plan/plan.ts';
import type { Directive, NodeStatus } from '../event.ts';
import { aggregate, strongest } from '../node-status.ts';
import { finishedNode } from '../state.ts';
import type { Finish, Walk } from './walk.ts';

/** `stopped`: an abort kept some child from starting. */
export function childrenFinish(
  walk: Walk,
  children: readonly PlanNode[],
  stopped: boolean,
): Finish {
  const statuses: NodeStatus[] = [];
  let directive: Directive | undefined = stopped ? 'abort' : undefined;
  for (const child of children) {
    const finished = finishedNode(walk.state, child.path);
    if (finished === undefined) continue;
    statuses.push(finished.status);
    directive = strongest(directive, finished.directive);
  }
  return { status: stopped ? 'Aborted' : aggregate(statuses), directive };
}
