// What differs between two versions of a rule's actions, in words: the weights, and whatever else another hand has changed.
import { canonicalJson, isJsonObject, type JsonObject } from '../lib/json.ts';
import { canonicalActions, forwardedTo } from './actions.ts';
import { targetGroupName } from './arn.ts';
import type { Difference } from './facts.ts';
import type { RuleAction } from './forward-action.ts';

/** Empty when both are the same. `rule` is what people call it. */
export function actionDifferences(
  rule: string,
  left: readonly RuleAction[],
  found: readonly RuleAction[],
): readonly Difference[] {
  const differences: Difference[] = [];
  if (sortedWeights(left) !== sortedWeights(found)) {
    const what = `the weights of the rule ${rule}`;
    differences.push({ what, left: describeWeights(left), found: describeWeights(found) });
  }
  const mine = otherParts(left);
  const theirs = otherParts(found);
  for (let place = 0; place < Math.max(mine.length, theirs.length); place++) {
    const one = mine[place] ?? 'no action';
    const other = theirs[place] ?? 'no action';
    if (one === other) continue;
    differences.push({ what: `action ${place + 1} of the rule ${rule}`, left: one, found: other });
  }
  return differences;
}

/** Such as `shop-a 75 / shop-b 25`, with the types of the actions before it. */
export function describeWeights(actions: readonly RuleAction[]): string {
  const targetGroups = forwardedTo(actions);
  if (targetGroups === undefined) return actions.map(({ Type }) => Type).join(', then ');
  const weights = targetGroups.map(
    ({ targetGroupArn, weight }) => `${targetGroupName(targetGroupArn)} ${weight}`,
  );
  const others = actions.filter(({ Type }) => Type !== 'forward').map(({ Type }) => Type);
  return [...others, weights.join(' / ')].join(', then ');
}

function sortedWeights(actions: readonly RuleAction[]): string {
  const weights = (forwardedTo(actions) ?? []).map(
    ({ targetGroupArn, weight }) => `${targetGroupArn} ${weight}`,
  );
  return weights.sort().join('\n');
}

/** Each action in its normal form, without the target groups of a forward. */
function otherParts(actions: readonly RuleAction[]): readonly string[] {
  const normal = JSON.parse(canonicalActions(actions)) as readonly JsonObject[];
  return normal.map((action) => {
    const { ForwardConfig: config, ...kept } = action;
    if (!isJsonObject(config)) return canonicalJson(action);
    const { TargetGroups: _weights, ...others } = config;
    return canonicalJson({ ...kept, ForwardConfig: others });
  });
}
