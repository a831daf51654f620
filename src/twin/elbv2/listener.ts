// Listeners and their rules, as a load balancer has them.

import type { JsonObject } from '../../lib/json.ts';
import { createLagging, type Lagging } from '../lagging.ts';
import type { World } from '../world.ts';
import type { ListenerSpec, LoadBalancerSpec } from '../world-spec.ts';

export interface Rule {
  readonly arn: string;
  /** `default` or a number as text. */
  priority: string;
  readonly listenerArn: string;
  readonly loadBalancerArn: string;
  readonly conditions: Lagging<readonly JsonObject[]>;
  readonly actions: Lagging<readonly JsonObject[]>;
}

/** The `rules` of its `spec` are those it began with. */
export interface Listener {
  spec: ListenerSpec;
  readonly loadBalancer: LoadBalancerSpec;
  /** By priority, the default rule last. */
  rules: readonly Rule[];
  readonly defaultRule: Rule;
}

/** What a rule is built from; conditions and actions are in normal form. */
export interface RuleParts {
  readonly arn: string;
  readonly priority: string;
  readonly conditions: readonly JsonObject[];
  readonly actions: readonly JsonObject[];
  /** In normal form; kept among the records. */
  readonly transforms?: readonly JsonObject[] | undefined;
}

export function createRuleBuilder(
  world: World,
  listenerArn: string,
  loadBalancerArn: string,
): (parts: RuleParts) => Rule {
  const lag = {
    clock: world.clock,
    random: world.random(`lag of ${listenerArn}`),
    lagMs: world.spec.timing.readLagMs,
    isStale: world.gate.isStaleRead,
  };
  return ({ arn, priority, conditions, actions }) => ({
    arn,
    priority,
    listenerArn,
    loadBalancerArn,
    conditions: createLagging(conditions, lag),
    actions: createLagging(actions, lag),
  });
}

/** In the order in which they are tried. */
export function byPriority(rules: readonly Rule[]): readonly Rule[] {
  return [...rules].sort((one, other) => rankOf(one) - rankOf(other));
}

export function defaultRuleArn(world: World, listenerArn: string): string {
  const id = world.random(`default rule of ${listenerArn}`).hex(16);
  return `${ruleArnStem(listenerArn)}/${id}`;
}

/** What the ARNs of all rules of a listener begin with. */
export function ruleArnStem(listenerArn: string): string {
  return listenerArn.replace(':listener/', ':listener-rule/');
}

function rankOf({ priority }: Rule): number {
  return priority === 'default' ? Number.POSITIVE_INFINITY : Number(priority);
}
