// Reading and rewriting the forward action among a rule's actions, and telling equal actions apart from changed ones.
import { canonicalJson, isJsonObject, type Json, type JsonObject } from '../lib/json.ts';
import type { RuleAction, WeightedTargetGroup } from './forward-action.ts';

/** The target groups of the rule's forward action in AWS's order, or undefined when it has none. */
export function forwardedTo(
  actions: readonly RuleAction[],
): readonly WeightedTargetGroup[] | undefined {
  const forward = actions.find(isForward);
  return forward === undefined ? undefined : targetGroupsOf(forward);
}

/**
 * The same actions with other target groups in the forward action. Order, authentication actions
 * and stickiness stay as they are. One target group is written as AWS answers it: both its ARN and
 * the list of one.
 */
export function withWeights(
  actions: readonly RuleAction[],
  targetGroups: readonly WeightedTargetGroup[],
): readonly RuleAction[] {
  return actions.map((action) => (isForward(action) ? rewritten(action, targetGroups) : action));
}

/** Equal texts mean equal actions: keys sorted, target groups by ARN, normal form, no secrets. */
export function canonicalActions(actions: readonly RuleAction[]): string {
  return canonicalJson(actions.map(canonicalAction));
}

export function sameActions(left: readonly RuleAction[], right: readonly RuleAction[]): boolean {
  return canonicalActions(left) === canonicalActions(right);
}

/** Whether clients may be bound to a target group regardless of its weight. */
export function isSticky(actions: readonly RuleAction[]): boolean {
  const stickiness = forwardConfigOf(actions.find(isForward))?.['TargetGroupStickinessConfig'];
  return isJsonObject(stickiness) && stickiness['Enabled'] === true;
}

function isForward(action: RuleAction): boolean {
  return action.Type === 'forward';
}

function forwardConfigOf(action: RuleAction | undefined): JsonObject | undefined {
  const config = action?.['ForwardConfig'];
  return isJsonObject(config) ? config : undefined;
}

function targetGroupsOf(forward: RuleAction): readonly WeightedTargetGroup[] {
  const listed = forwardConfigOf(forward)?.['TargetGroups'];
  if (Array.isArray(listed) && listed.length > 0) return listed.flatMap(weightedTargetGroup);
  const single = forward['TargetGroupArn'];
  return typeof single === 'string' ? [{ targetGroupArn: single, weight: 1 }] : [];
}

function weightedTargetGroup(entry: Json): readonly WeightedTargetGroup[] {
  if (!isJsonObject(entry)) return [];
  const targetGroupArn = entry['TargetGroupArn'];
  const weight = entry['Weight'];
  if (typeof targetGroupArn !== 'string') return [];
  return [{ targetGroupArn, weight: typeof weight === 'number' ? weight : 1 }];
}

function rewritten(forward: RuleAction, targetGroups: readonly WeightedTargetGroup[]): RuleAction {
  const { TargetGroupArn: _dropped, ...kept } = forward;
  const only = targetGroups.length === 1 ? targetGroups[0] : undefined;
  return {
    ...kept,
    Type: forward.Type,
    ...(only === undefined ? {} : { TargetGroupArn: only.targetGroupArn }),
    ForwardConfig: { ...forwardConfigOf(forward), TargetGroups: targetGroups.map(asAws) },
  };
}

function asAws(entry: WeightedTargetGroup): JsonObject {
  return { TargetGroupArn: entry.targetGroupArn, Weight: entry.weight };
}

function canonicalAction(action: RuleAction): JsonObject {
  if (isForward(action)) return canonicalForward(action);
  const oidc = action['AuthenticateOidcConfig'];
  if (!isJsonObject(oidc)) return action;
  const { ClientSecret: _secret, UseExistingClientSecret: _use, ...kept } = oidc;
  return { ...action, AuthenticateOidcConfig: kept };
}

/** A single target group may come with its ARN, its list or both: all three are one tuple here. */
function canonicalForward(forward: RuleAction): JsonObject {
  const { TargetGroupArn: _single, ...kept } = forward;
  const groups = [...targetGroupsOf(forward)].sort(byArn).map(asAws);
  const config = forwardConfigOf(forward) ?? {};
  const stickiness = config['TargetGroupStickinessConfig'] ?? { Enabled: false };
  return {
    ...kept,
    ForwardConfig: { ...config, TargetGroups: groups, TargetGroupStickinessConfig: stickiness },
  };
}

function byArn(left: WeightedTargetGroup, right: WeightedTargetGroup): number {
  return left.targetGroupArn < right.targetGroupArn ? -1 : 1;
}
