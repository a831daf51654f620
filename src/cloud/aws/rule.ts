// A listener rule as the SDK gives it, turned into the port's rule: its actions stay what AWS answered.
import type {
  Action,
  RuleCondition as SdkCondition,
  Rule as SdkRule,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { RuleAction } from '../../traffic/forward-action.ts';
import type { Rule, RuleCondition } from '../load-balancer.ts';

export function readRule(rule: SdkRule): Rule {
  const arn = rule.RuleArn ?? '';
  return {
    arn,
    listenerArn: listenerArnOf(arn),
    priority: rule.Priority ?? '',
    isDefault: rule.IsDefault === true,
    conditions: (rule.Conditions ?? []).map(readCondition),
    actions: readActions(rule.Actions),
  };
}

/** Plain JSON in AWS's field names; what the SDK holds as undefined is left out. */
export function readActions(actions: readonly Action[] | undefined): readonly RuleAction[] {
  return JSON.parse(JSON.stringify(actions ?? [])) as readonly RuleAction[];
}

/** A rule's ARN is its listener's with another kind and one more part. */
function listenerArnOf(ruleArn: string): string {
  return ruleArn.replace(':listener-rule/', ':listener/').replace(/\/[^/]+$/, '');
}

function readCondition(condition: SdkCondition): RuleCondition {
  const { HttpHeaderConfig: header, QueryStringConfig: query } = condition;
  const values =
    condition.HostHeaderConfig?.Values ??
    condition.PathPatternConfig?.Values ??
    header?.Values?.map((value) => `${header.HttpHeaderName ?? ''}: ${value}`) ??
    query?.Values?.map(({ Key, Value }) => (Key === undefined ? `${Value}` : `${Key}=${Value}`)) ??
    condition.HttpRequestMethodConfig?.Values ??
    condition.SourceIpConfig?.Values ??
    condition.Values ??
    [];
  return { field: condition.Field ?? '', values };
}
