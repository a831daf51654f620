// How a load balancer node chooses: the first rule whose conditions hold, then a group by weight.
import { conditionHolds, type RoutedRequest } from './condition-holds.ts';
import type { RuleView } from './routing-view.ts';

export function chooseRule(
  rules: readonly RuleView[],
  request: RoutedRequest,
): RuleView | undefined {
  return rules.find(({ conditions }) => conditions.every((each) => conditionHolds(each, request)));
}

/** `chance` is from 0 to below 1. Undefined when every weight is 0. */
export function chooseTargetGroup(
  tuples: readonly { readonly arn: string; readonly weight: number }[],
  chance: number,
): string | undefined {
  const sum = tuples.reduce((total, { weight }) => total + weight, 0);
  let left = chance * sum;
  for (const { arn, weight } of tuples) {
    if (weight > 0 && left < weight) return arn;
    left -= weight;
  }
  return undefined;
}
