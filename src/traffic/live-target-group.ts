// Which of a rule's two target groups takes the traffic, and which one is free for the next version.
import { forwardedTo } from './actions.ts';
import type { RuleAction } from './forward-action.ts';

export type IdleAndLive =
  | {
      readonly status: 'known';
      readonly idleTargetGroupArn: string;
      readonly liveTargetGroupArn: string;
    }
  | { readonly status: 'refused'; readonly reason: string };

/** Answers for a rule that forwards to exactly two target groups, one of them with weight 0. */
export function idleAndLive(actions: readonly RuleAction[]): IdleAndLive {
  const targetGroups = forwardedTo(actions);
  if (targetGroups === undefined) return refused('the rule has no forward action');
  const [first, second] = targetGroups;
  if (first === undefined || second === undefined || targetGroups.length > 2) {
    return refused(`the rule forwards to ${targetGroups.length} target groups, not to two`);
  }
  if (first.weight > 0 && second.weight > 0) {
    return refused('both target groups of the rule carry weight, so neither is idle');
  }
  if (first.weight === 0 && second.weight === 0) {
    return refused('both target groups of the rule have weight 0, so neither is live');
  }
  const [idle, live] = first.weight === 0 ? [first, second] : [second, first];
  return {
    status: 'known',
    idleTargetGroupArn: idle.targetGroupArn,
    liveTargetGroupArn: live.targetGroupArn,
  };
}

function refused(reason: string): IdleAndLive {
  return { status: 'refused', reason };
}
