// How a load balancer node chooses: the first rule whose conditions hold, then a group by weight.
import type { ConditionView, RuleView } from './routing-view.ts';
import { fitsWildcard } from './wildcard.ts';

export interface RoutedRequest {
  /** Without port. */
  readonly host: string;
  /** Without query. */
  readonly path: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export function chooseRule(
  rules: readonly RuleView[],
  request: RoutedRequest,
): RuleView | undefined {
  return rules.find(({ conditions }) => conditions.every((each) => holds(each, request)));
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

/** Only paths are compared with their case. */
function holds(condition: ConditionView, request: RoutedRequest): boolean {
  switch (condition.field) {
    case 'host-header':
      return condition.values.some((pattern) =>
        fitsWildcard(pattern.toLowerCase(), request.host.toLowerCase()),
      );
    case 'path-pattern':
      return condition.values.some((pattern) => fitsWildcard(pattern, request.path));
    case 'http-header': {
      const value = request.headers[condition.name.toLowerCase()];
      if (value === undefined) return false;
      return condition.values.some((pattern) =>
        fitsWildcard(pattern.toLowerCase(), value.toLowerCase()),
      );
    }
  }
}
