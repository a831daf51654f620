// The weights of a rule from one version of its actions to the next ones, target group by target group.
import { forwardedTo } from './actions.ts';
import { targetGroupName } from './arn.ts';
import type { RuleAction } from './forward-action.ts';

/** Such as `shop-a 100 → 75 → 0, shop-b 0 → 25 → 100`; a target group that a version does not name has `–` there. */
export function weightChanges(...versions: readonly (readonly RuleAction[])[]): string {
  const lists = versions.map((actions) => forwardedTo(actions) ?? []);
  const arns = [...new Set(lists.flat().map(({ targetGroupArn }) => targetGroupArn))];
  return arns
    .map((arn) => {
      const weights = lists.map(
        (list) => list.find(({ targetGroupArn }) => targetGroupArn === arn)?.weight ?? '–',
      );
      return `${targetGroupName(arn)} ${weights.join(' → ')}`;
    })
    .join(', ');
}
