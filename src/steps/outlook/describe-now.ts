// Rules and groups as they are now, with what the run would make of the rules.
import { isJsonObject, type Json } from '../../lib/json.ts';
import { forwardedTo } from '../../traffic/actions.ts';
import { targetGroupName } from '../../traffic/arn.ts';
import type { GroupImage } from '../../traffic/facts.ts';
import type { GroupOutlook, RuleOutlook, TargetGroupOutlook } from '../../traffic/outlook.ts';
import type { StageReading } from './reading.ts';
import type { Standing } from './standing.ts';

export function describeRules(
  { rules, targetGroups }: StageReading,
  { rules: standing, labels }: Standing,
): readonly RuleOutlook[] {
  return rules.map(({ rule, loadBalancer, port }) => {
    const known = standing.find((each) => each.rule.arn === rule.arn);
    return {
      ruleArn: rule.arn,
      label: labels.get(rule.arn) ?? `rule …${rule.arn.slice(-6)}`,
      lane: known?.lane ?? null,
      loadBalancer,
      port,
      isDefault: rule.isDefault,
      conditions: rule.conditions.map(({ field, values }) => `${field} ${values.join(' or ')}`),
      targetGroups: (forwardedTo(rule.actions) ?? []).map(
        ({ targetGroupArn, weight }): TargetGroupOutlook => {
          const read = targetGroups.find(({ arn }) => arn === targetGroupArn);
          return {
            targetGroupArn,
            name: targetGroupName(targetGroupArn),
            weight,
            healthy: read?.healthy ?? 0,
            targets: read?.targets ?? 0,
            requestsPerMinute: read?.requestsPerMinute ?? null,
          };
        },
      ),
      actions: rule.actions,
      changes: known?.changes ?? [],
    };
  });
}

export function describeGroups({ setup, leftover }: StageReading): readonly GroupOutlook[] {
  return [
    ...(setup.blue === null ? [] : [groupOf(setup.blue, 'in service')]),
    ...(leftover === null ? [] : [groupOf(leftover, 'left over')]),
  ];
}

function groupOf(group: GroupImage, role: GroupOutlook['role']): GroupOutlook {
  const { id, name, capacity, document } = group;
  const launch = member(member(document, 'compute'), 'launchSpecification');
  const imageId = isJsonObject(launch) ? launch['imageId'] : undefined;
  return { role, id, name, capacity, amiId: typeof imageId === 'string' ? imageId : null };
}

function member(value: Json | undefined, key: string): Json | undefined {
  return isJsonObject(value) ? value[key] : undefined;
}
