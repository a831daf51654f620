// The load balancers of a world with their listeners, rules and target groups, as they really are.
import type { JsonObject } from '../../lib/json.ts';
import type { Lagging } from '../lagging.ts';
import { createLagging } from '../lagging.ts';
import type { World } from '../world.ts';
import type { ListenerSpec, LoadBalancerSpec } from '../world-spec.ts';
import { normalActions, targetGroupsOf } from './actions.ts';
import { normalConditions } from './conditions.ts';
import type { ForwardContext } from './forward-action.ts';
import { createTargetGroup, type TargetGroup } from './target-group.ts';

export interface Rule {
  readonly arn: string;
  /** `default` or a number as text. */
  readonly priority: string;
  readonly listenerArn: string;
  readonly loadBalancerArn: string;
  readonly conditions: Lagging<readonly JsonObject[]>;
  readonly actions: Lagging<readonly JsonObject[]>;
}

export interface Listener {
  readonly spec: ListenerSpec;
  readonly loadBalancer: LoadBalancerSpec;
  /** By priority, the default rule last. */
  readonly rules: readonly Rule[];
  readonly defaultRule: Rule;
}

export interface LoadBalancing {
  readonly listeners: ReadonlyMap<string, Listener>;
  readonly rules: ReadonlyMap<string, Rule>;
  readonly targetGroups: ReadonlyMap<string, TargetGroup>;
  /** The load balancers with a rule that names the target group. */
  loadBalancersOf(targetGroupArn: string): readonly string[];
  /** Throws `TwinError`; then nothing has changed. */
  writeActions(rule: Rule, actions: readonly JsonObject[]): void;
  /** In normal form. */
  writeConditions(rule: Rule, conditions: readonly JsonObject[]): void;
  /** Called after every change of a rule or a target. */
  onChange(listener: () => void): void;
}

export function createLoadBalancing(world: World): LoadBalancing {
  const listeners: (() => void)[] = [];
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const targetGroups = new Map(
    world.spec.targetGroups.map((spec) => [spec.arn, createTargetGroup(world, spec, changed)]),
  );
  const listenerMap = new Map<string, Listener>();
  const rules = new Map<string, Rule>();

  const loadBalancersOf = (arn: string): readonly string[] => {
    const naming = [...rules.values()].filter((rule) =>
      targetGroupsOf(rule.actions.now).includes(arn),
    );
    return [...new Set(naming.map((rule) => rule.loadBalancerArn))];
  };
  const contextFor = (loadBalancerArn: string): ForwardContext => ({
    targetGroup: (arn) => targetGroups.get(arn)?.spec,
    servesElsewhere: (arn) => loadBalancersOf(arn).some((other) => other !== loadBalancerArn),
  });
  const settleUse = (): void => {
    for (const group of targetGroups.values()) {
      group.setUsed(loadBalancersOf(group.spec.arn).length > 0);
    }
  };

  for (const loadBalancer of world.spec.loadBalancers) {
    for (const spec of loadBalancer.listeners) {
      const listener = buildListener(world, loadBalancer, spec, contextFor(loadBalancer.arn));
      listenerMap.set(spec.arn, listener);
      for (const rule of listener.rules) rules.set(rule.arn, rule);
    }
  }
  settleUse();

  return {
    listeners: listenerMap,
    rules,
    targetGroups,
    loadBalancersOf,
    writeActions(rule, actions) {
      const context = contextFor(rule.loadBalancerArn);
      rule.actions.write(normalActions(actions, rule.actions.now, context));
      settleUse();
      changed();
    },
    writeConditions(rule, conditions) {
      rule.conditions.write(conditions);
      changed();
    },
    onChange: (listener) => void listeners.push(listener),
  };
}

function buildListener(
  world: World,
  loadBalancer: LoadBalancerSpec,
  spec: ListenerSpec,
  context: ForwardContext,
): Listener {
  const { clock } = world;
  const lag = {
    clock,
    random: world.random(`lag of ${spec.arn}`),
    lagMs: world.spec.timing.readLagMs,
  };
  const build = (
    arn: string,
    priority: string,
    conditions: readonly JsonObject[],
    actions: readonly JsonObject[],
  ): Rule => ({
    arn,
    priority,
    listenerArn: spec.arn,
    loadBalancerArn: loadBalancer.arn,
    conditions: createLagging(normalConditions(conditions), lag),
    actions: createLagging(normalActions(actions, actions, context), lag),
  });
  const defaultRule = build(defaultRuleArn(world, spec.arn), 'default', [], spec.defaultActions);
  const others = [...spec.rules]
    .sort((a, b) => a.priority - b.priority)
    .map((rule) => build(rule.arn, String(rule.priority), rule.conditions, rule.actions));
  return { spec, loadBalancer, rules: [...others, defaultRule], defaultRule };
}

function defaultRuleArn(world: World, listenerArn: string): string {
  const id = world.random(`default rule of ${listenerArn}`).hex(16);
  return `${listenerArn.replace(':listener/', ':listener-rule/')}/${id}`;
}
