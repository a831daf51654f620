// What the finished children of a node amount to.
import type { PlanNode } from '../../plan/plan.ts';
import type { Directive, NodeStatus } from '../event.ts';
import { aggregate, strongest } from '../node-status.ts';
import { finishedNode } from '../state.ts';
import type { Finish, Place, Walk } from './walk.ts';

/** The place of children that run beside each other: during a pause, one that asks for the way back tells the others. */
export function besideEachOther(
  walk: Walk,
  children: readonly PlanNode[],
  place: Place,
): { readonly place: Place; hasTurned(): boolean } {
  const asksBack = (): boolean =>
    walk.state.paused !== undefined &&
    children.some(({ path }) => finishedNode(walk.state, path)?.directive !== undefined);
  const goesBack = place.goesBack === true || asksBack();
  return { place: { ...place, goesBack }, hasTurned: () => !goesBack && asksBack() };
}

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
