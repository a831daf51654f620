// The load balancers of a world with their listeners, rules and target groups, as they really are.
import type { JsonObject } from '../../lib/json.ts';
import type { World } from '../world.ts';
import type { ListenerSpec, LoadBalancerSpec, TargetGroupSpec } from '../world-spec.ts';
import { normalConditions } from './conditions.ts';
import {
  byPriority,
  createRuleBuilder,
  defaultRuleArn,
  type Listener,
  type Rule,
  type RuleParts,
} from './listener.ts';
import { createNaming, type Naming } from './naming.ts';
import { createRecords, type Records } from './records.ts';
import { savedLoadBalancing } from './saved-load-balancing.ts';
import { createTargetGroup, type TargetGroup, type TargetGroupNeeds } from './target-group.ts';
import { transformFields, transformsAfter } from './transforms.ts';

export type { Listener, Rule } from './listener.ts';

/** What throws `TwinError` has changed nothing. */
export interface LoadBalancing {
  readonly loadBalancers: ReadonlyMap<string, LoadBalancerSpec>;
  readonly listeners: ReadonlyMap<string, Listener>;
  readonly rules: ReadonlyMap<string, Rule>;
  readonly targetGroups: ReadonlyMap<string, TargetGroup>;
  readonly records: Records;
  listenersOf(loadBalancerArn: string): readonly Listener[];
  /** The load balancers with a rule that names the target group. */
  loadBalancersOf(targetGroupArn: string): readonly string[];
  /** Throws `TwinError`. */
  writeActions(rule: Rule, actions: readonly JsonObject[]): void;
  /** In normal form. */
  writeConditions(rule: Rule, conditions: readonly JsonObject[]): void;
  writePriority(rule: Rule, priority: number): void;
  writeListener(listener: Listener, spec: ListenerSpec): void;
  addLoadBalancer(spec: LoadBalancerSpec): void;
  writeLoadBalancerAttributes(arn: string, written: Readonly<Record<string, string>>): void;
  /** With its listeners and their rules. */
  removeLoadBalancer(arn: string): void;
  /** Throws `TwinError`. */
  addListener(loadBalancer: LoadBalancerSpec, spec: ListenerSpec): Listener;
  removeListener(listener: Listener): void;
  /** Conditions and actions as they were sent; throws `TwinError`. */
  addRule(listener: Listener, parts: RuleParts): Rule;
  removeRule(rule: Rule): void;
  addTargetGroup(spec: TargetGroupSpec): TargetGroup;
  removeTargetGroup(group: TargetGroup): void;
  /**
   * Called after every change of a rule or a target: with the target group's ARN when nothing but
   * its targets and settings can have changed.
   */
  onChange(listener: ChangeListener): void;
}

export type ChangeListener = (targetGroupArn?: string) => void;

export function createLoadBalancing(world: World): LoadBalancing {
  const watchers: ChangeListener[] = [];
  const state = emptyState(world, (targetGroupArn) => {
    for (const watcher of watchers) watcher(targetGroupArn);
  });
  for (const spec of world.spec.targetGroups) {
    state.targetGroups.set(spec.arn, createTargetGroup(state.needs, { spec }));
  }
  for (const loadBalancer of world.spec.loadBalancers) {
    state.loadBalancers.set(loadBalancer.arn, loadBalancer);
    for (const spec of loadBalancer.listeners) putListener(state, loadBalancer, spec);
  }
  settle(state);
  world.saved.add('loadBalancing', savedLoadBalancing(state));
  world.saved.add('records', state.records);
  return {
    loadBalancers: state.loadBalancers,
    listeners: state.listeners,
    rules: state.rules,
    targetGroups: state.targetGroups,
    records: state.records,
    listenersOf: (arn) => listenersOf(state, arn),
    loadBalancersOf: state.naming.loadBalancersOf,
    ...loadBalancerWrites(state),
    ...ruleWrites(state),
    ...targetGroupWrites(state),
    onChange: (watcher) => void watchers.push(watcher),
  };
}

export interface State {
  readonly world: World;
  /** What every target group of this world is made with. */
  readonly needs: TargetGroupNeeds;
  readonly loadBalancers: Map<string, LoadBalancerSpec>;
  readonly listeners: Map<string, Listener>;
  readonly rules: Map<string, Rule>;
  readonly targetGroups: Map<string, TargetGroup>;
  /** By listener: all its rules draw their lag from one row of numbers. */
  readonly builders: Map<string, (parts: RuleParts) => Rule>;
  readonly records: Records;
  readonly naming: Naming;
  readonly changed: ChangeListener;
}

function emptyState(world: World, changed: ChangeListener): State {
  const rules = new Map<string, Rule>();
  const targetGroups = new Map<string, TargetGroup>();
  const waits = world.timers.waits('targets', (key, step) => {
    const end = key.lastIndexOf(' ');
    targetGroups.get(key.slice(0, end))?.wake(key.slice(end + 1), step);
  });
  return {
    world,
    needs: { world, waits, changed },
    loadBalancers: new Map(),
    listeners: new Map(),
    rules,
    targetGroups,
    builders: new Map(),
    records: createRecords(),
    naming: createNaming(rules, targetGroups),
    changed,
  };
}

function loadBalancerWrites(
  state: State,
): Pick<
  LoadBalancing,
  | 'addLoadBalancer'
  | 'writeLoadBalancerAttributes'
  | 'removeLoadBalancer'
  | 'addListener'
  | 'removeListener'
  | 'writeListener'
> {
  return {
    addLoadBalancer(spec) {
      state.loadBalancers.set(spec.arn, spec);
      state.changed();
    },
    writeLoadBalancerAttributes(arn, written) {
      state.records.writeAttributes(arn, written);
      state.changed();
    },
    removeLoadBalancer(arn) {
      for (const listener of listenersOf(state, arn)) dropListener(state, listener);
      state.loadBalancers.delete(arn);
      state.records.forget(arn);
      settle(state);
    },
    addListener(loadBalancer, spec) {
      const listener = putListener(state, loadBalancer, spec);
      settle(state);
      return listener;
    },
    removeListener(listener) {
      dropListener(state, listener);
      settle(state);
    },
    writeListener(listener, spec) {
      listener.spec = spec;
      state.changed();
    },
  };
}

function ruleWrites(
  state: State,
): Pick<
  LoadBalancing,
  'writeActions' | 'writeConditions' | 'writePriority' | 'addRule' | 'removeRule'
> {
  return {
    writeActions(rule, actions) {
      const before = rule.actions.now;
      rule.actions.write(state.naming.normalActions(rule.loadBalancerArn, actions, before));
      settle(state);
    },
    writeConditions(rule, conditions) {
      rule.conditions.write(conditions);
      state.changed();
    },
    writePriority(rule, priority) {
      rule.priority = String(priority);
      arrange(state, rule.listenerArn, (rules) => rules);
      state.changed();
    },
    addRule(listener, parts) {
      const rule = buildRule(state, listener.spec.arn, listener.loadBalancer.arn, parts);
      state.rules.set(rule.arn, rule);
      if (parts.transforms?.length) {
        state.records.writeFields(rule.arn, transformFields(parts.transforms));
      }
      arrange(state, rule.listenerArn, (rules) => [...rules, rule]);
      settle(state);
      return rule;
    },
    removeRule(rule) {
      state.rules.delete(rule.arn);
      arrange(state, rule.listenerArn, (rules) => rules.filter((each) => each !== rule));
      state.records.forget(rule.arn);
      settle(state);
    },
  };
}

function targetGroupWrites(
  state: State,
): Pick<LoadBalancing, 'addTargetGroup' | 'removeTargetGroup'> {
  return {
    addTargetGroup(spec) {
      const group = createTargetGroup(state.needs, { spec });
      state.targetGroups.set(spec.arn, group);
      return group;
    },
    removeTargetGroup(group) {
      for (const { instanceId } of group.targets()) group.deregister(instanceId);
      state.targetGroups.delete(group.spec.arn);
      state.records.forget(group.spec.arn);
      state.changed();
    },
  };
}

function putListener(state: State, loadBalancer: LoadBalancerSpec, spec: ListenerSpec): Listener {
  const { arn, defaultActions: actions } = spec;
  const build = (parts: RuleParts): Rule => buildRule(state, arn, loadBalancer.arn, parts);
  const others = spec.rules.map((rule) => build({ ...rule, priority: String(rule.priority) }));
  for (const { arn: ruleArn, transforms = [] } of spec.rules) {
    if (transforms.length === 0) continue;
    const kept = transformsAfter({ Transforms: transforms }, []);
    state.records.writeFields(ruleArn, transformFields(kept));
  }
  const defaultArn = defaultRuleArn(state.world, arn);
  const defaultRule = build({ arn: defaultArn, priority: 'default', conditions: [], actions });
  for (const rule of [...others, defaultRule]) state.rules.set(rule.arn, rule);
  const rules = byPriority([...others, defaultRule]);
  const listener: Listener = { spec, loadBalancer, rules, defaultRule };
  state.listeners.set(arn, listener);
  return listener;
}

function arrange(
  state: State,
  listenerArn: string,
  change: (rules: readonly Rule[]) => readonly Rule[],
): void {
  const listener = state.listeners.get(listenerArn);
  if (listener !== undefined) listener.rules = byPriority(change(listener.rules));
}

function dropListener(state: State, { spec, rules }: Listener): void {
  for (const { arn } of rules) {
    state.rules.delete(arn);
    state.records.forget(arn);
  }
  state.builders.delete(spec.arn);
  state.listeners.delete(spec.arn);
  state.records.forget(spec.arn);
}

function buildRule(
  state: State,
  listenerArn: string,
  loadBalancerArn: string,
  parts: RuleParts,
): Rule {
  const { actions } = parts;
  const build =
    state.builders.get(listenerArn) ?? createRuleBuilder(state.world, listenerArn, loadBalancerArn);
  state.builders.set(listenerArn, build);
  return build({
    ...parts,
    conditions: normalConditions(parts.conditions),
    actions: state.naming.normalActions(loadBalancerArn, actions, actions),
  });
}

function settle(state: State): void {
  const used = state.naming.used();
  for (const group of state.targetGroups.values()) group.setUsed(used.has(group.spec.arn));
  state.changed();
}

function listenersOf(state: State, loadBalancerArn: string): readonly Listener[] {
  return [...state.listeners.values()].filter(
    ({ loadBalancer }) => loadBalancer.arn === loadBalancerArn,
  );
}
