// Single writes as an outlook shows them: which cloud, which call, on what, and its values.
import type { Capacity } from '../../cloud/elastigroups.ts';
import type { Rule } from '../../cloud/load-balancer.ts';
import type { Json, JsonObject } from '../../lib/json.ts';
import type { RuleAction } from '../../traffic/forward-action.ts';
import type { CallOutlook } from '../../traffic/outlook.ts';
import { weightChanges } from '../../traffic/weight-changes.ts';
import type { CalmedGroup } from './standing.ts';

export const NEW_GROUP = 'the new group';

/** A default rule is written through its listener. */
export function ruleWrite(
  rule: Rule,
  label: string,
  from: readonly RuleAction[],
  to: readonly RuleAction[],
): CallOutlook {
  return {
    cloud: 'AWS',
    call: rule.isDefault ? 'ModifyListener' : 'ModifyRule',
    on: label,
    words: weightChanges(from, to),
    values: rule.isDefault
      ? { ListenerArn: rule.listenerArn, DefaultActions: to as unknown as Json }
      : { RuleArn: rule.arn, Actions: to as unknown as Json },
  };
}

export function spotWrite(
  call: string,
  on: string,
  words: string,
  values: JsonObject,
): CallOutlook {
  return { cloud: 'Spot', call, on, words, values };
}

export function rename(on: string, from: string, to: string): CallOutlook {
  return spotWrite('PUT group', on, `name ${from} → ${to}`, { name: to });
}

export function capacityWrite(on: string, capacity: Capacity, more = ''): CallOutlook {
  return spotWrite('PUT capacity', on, `${capacityWords(capacity)}${more}`, { ...capacity });
}

export function capacityWords({ minimum, target, maximum }: Capacity): string {
  return `minimum ${minimum}, target ${target}, maximum ${maximum}`;
}

export function resumeWrites(calmed: readonly CalmedGroup[]): readonly CallOutlook[] {
  return calmed.map(({ on, processes }) =>
    spotWrite('DELETE suspension', on, 'resumed', { processes }),
  );
}
