// Weights and the shares of traffic they mean.
import { forwardedTo } from './actions.ts';
import type { RuleAction, WeightedTargetGroup } from './forward-action.ts';

/** The largest weight AWS takes. */
const MAXIMUM_WEIGHT = 999;

/** A rule's two target groups with `percent` of the traffic on the first. */
export function splitOf(
  percent: number,
  stageTargetGroupArn: string,
  prodTargetGroupArn: string,
): readonly WeightedTargetGroup[] {
  return [
    { targetGroupArn: stageTargetGroupArn, weight: percent },
    { targetGroupArn: prodTargetGroupArn, weight: 100 - percent },
  ];
}

/** The part of a rule's traffic, 0 to 1, that its weights send to the given target groups. */
export function shareOf(
  targetGroups: readonly WeightedTargetGroup[],
  targetGroupArns: ReadonlySet<string>,
): number {
  let all = 0;
  let own = 0;
  for (const { targetGroupArn, weight } of targetGroups) {
    all += weight;
    if (targetGroupArns.has(targetGroupArn)) own += weight;
  }
  return all === 0 ? 0 : own / all;
}

/** Percent of a rule's traffic for the given target groups; null when the rule does not forward. */
export function percentOf(
  actions: readonly RuleAction[],
  targetGroupArns: ReadonlySet<string>,
): number | null {
  const targetGroups = forwardedTo(actions);
  return targetGroups === undefined ? null : percent(shareOf(targetGroups, targetGroupArns));
}

/** A share as people read it: at most one digit behind the point. */
export function percent(share: number): number {
  return Math.round(share * 1_000) / 10;
}

/** The target groups that get a larger share of a rule than before. */
export function gaining(
  before: readonly WeightedTargetGroup[],
  after: readonly WeightedTargetGroup[],
): readonly string[] {
  const arns = [...new Set(after.map((entry) => entry.targetGroupArn))];
  return arns.filter((arn) => {
    const own = new Set([arn]);
    return shareOf(after, own) > shareOf(before, own);
  });
}

/** Whether the actions may send a request to the target group. */
export function givesWeight(actions: readonly RuleAction[], targetGroupArn: string): boolean {
  return (forwardedTo(actions) ?? []).some(
    (entry) => entry.targetGroupArn === targetGroupArn && entry.weight > 0,
  );
}

/** Why AWS would not take these target groups for a rule, or undefined when it would. */
export function invalidSplit(targetGroups: readonly WeightedTargetGroup[]): string | undefined {
  if (targetGroups.length < 1 || targetGroups.length > 5) {
    return `a rule forwards to 1 to 5 target groups, not ${targetGroups.length}`;
  }
  const bad = targetGroups.find(
    ({ weight }) => !Number.isInteger(weight) || weight < 0 || weight > MAXIMUM_WEIGHT,
  );
  if (bad !== undefined) {
    return `a weight is a whole number from 0 to ${MAXIMUM_WEIGHT}, not ${bad.weight}`;
  }
  if (new Set(targetGroups.map((entry) => entry.targetGroupArn)).size < targetGroups.length) {
    return 'a target group stands twice in the list';
  }
  if (targetGroups.every(({ weight }) => weight === 0)) {
    return 'every weight is 0, and AWS does not say where such traffic goes';
  }
  return undefined;
}
