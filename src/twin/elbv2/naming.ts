// Which rules name which target groups, and what follows from it for the actions of one more rule.
import type { JsonObject } from '../../lib/json.ts';
import { normalActions, targetGroupsOf, weightsOf } from './actions.ts';
import { elbv2Error } from './elbv2-error.ts';
import type { Rule } from './listener.ts';
import type { TargetGroup } from './target-group.ts';

export interface Naming {
  /** The load balancers with a rule that names the target group. */
  loadBalancersOf(targetGroupArn: string): readonly string[];
  /** The target groups that some rule names. */
  used(): ReadonlySet<string>;
  /** The form in which a rule of that load balancer keeps them; throws `TwinError`. */
  normalActions(
    loadBalancerArn: string,
    actions: readonly JsonObject[],
    before: readonly JsonObject[],
  ): readonly JsonObject[];
}

const MOST_TARGET_GROUPS = 100;

export function createNaming(
  rules: ReadonlyMap<string, Rule>,
  targetGroups: ReadonlyMap<string, TargetGroup>,
): Naming {
  const loadBalancersOf = (arn: string): readonly string[] => {
    const found = new Set<string>();
    for (const { actions, loadBalancerArn } of rules.values()) {
      if (weightsOf(actions.now).some((each) => each.arn === arn)) found.add(loadBalancerArn);
    }
    return [...found];
  };
  return {
    loadBalancersOf,
    used: () => named([...rules.values()]),
    normalActions(loadBalancerArn, actions, before) {
      const normal = normalActions(actions, before, {
        targetGroup: (arn) => targetGroups.get(arn)?.spec,
        servesElsewhere: (arn) => loadBalancersOf(arn).some((other) => other !== loadBalancerArn),
      });
      const own = [...rules.values()].filter((rule) => rule.loadBalancerArn === loadBalancerArn);
      if (new Set([...named(own), ...targetGroupsOf(normal)]).size > MOST_TARGET_GROUPS) {
        throw elbv2Error(
          'TooManyUniqueTargetGroupsPerLoadBalancer',
          `A load balancer can forward to at most ${MOST_TARGET_GROUPS} target groups`,
        );
      }
      return normal;
    },
  };
}

function named(rules: readonly Rule[]): ReadonlySet<string> {
  const arns = new Set<string>();
  for (const { actions } of rules) for (const { arn } of weightsOf(actions.now)) arns.add(arn);
  return arns;
}
