// A strategy of a stage, step group or step as a plan node over its iterations.
import type { Element, Strategy, WhenText } from '../pipeline/pipeline.ts';
import { expandStrategy } from './expand-strategy.ts';
import type { Filling } from './fill.ts';
import type { Iteration } from './iteration.ts';
import { lowerCondition } from './lower-common.ts';
import type { NodePath, PlanNode, StrategyNode, When } from './plan.ts';

export interface Repeated extends Element {
  readonly strategy: Strategy | undefined;
  readonly when: WhenText | undefined;
}

/** A condition that is false already leaves nothing to expand. */
export function lowerStrategy(
  element: Repeated,
  strategy: Strategy,
  path: NodePath,
  outer: Filling,
  lowerOne: (iteration: Iteration, path: NodePath) => PlanNode,
): StrategyNode {
  const filling: Filling = { ...outer, node: { path, fqn: element.fqn } };
  const when = strategyWhen(element, strategy, filling);
  const { iterations, maxConcurrency } =
    when?.condition === 'false'
      ? { iterations: [], maxConcurrency: 0 }
      : expandStrategy(element, strategy, filling);
  const taken = iterations.filter(() => filling.session.takeNode(element.position));
  return {
    kind: 'strategy',
    path,
    identifier: element.identifier,
    name: element.name,
    ...(when === undefined ? {} : { when }),
    iterations: taken.map((iteration) => lowerOne(iteration, `${path}[${iteration.index}]`)),
    labels: taken.map(({ label }) => label),
    maxConcurrency,
    onFailure: strategy.onFailure ?? 'SkipQueued',
  };
}

/** The element's own condition may use the iteration, so it belongs there; its status to all of it. */
function strategyWhen(element: Repeated, strategy: Strategy, filling: Filling): When | undefined {
  const status = element.when?.status ?? 'Success';
  const condition =
    strategy.when === undefined
      ? undefined
      : lowerCondition(element, 'strategy.when', strategy.when, filling);
  if (condition !== undefined) return { status, condition };
  return status === 'Success' ? undefined : { status };
}
