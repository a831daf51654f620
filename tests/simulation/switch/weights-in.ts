// The weights that a rule's actions give, by target group.
import { forwardedTo } from '../../../src/traffic/actions.ts';
import type { RuleAction } from '../../../src/traffic/forward-action.ts';

export function weightsIn(actions: readonly RuleAction[]): Record<string, number> {
  const groups = forwardedTo(actions) ?? [];
  return Object.fromEntries(groups.map(({ targetGroupArn, weight }) => [targetGroupArn, weight]));
}
