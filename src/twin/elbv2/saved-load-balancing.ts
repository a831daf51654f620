// How the load balancers of a world are saved and put back, with their rules, target groups and targets.
import type { JsonObject } from '../../lib/json.ts';
import type { SavedLagging } from '../lagging.ts';
import { refill, type SavedPart, type Shift, shiftTimesWithin } from '../saved-parts.ts';
import type { ListenerSpec, LoadBalancerSpec } from '../world-spec.ts';
import { byPriority, createRuleBuilder, type Listener, type Rule } from './listener.ts';
import type { State } from './load-balancing.ts';
import { createTargetGroup, type SavedTargetGroup } from './target-group.ts';

interface SavedLoadBalancing {
  readonly loadBalancers: readonly LoadBalancerSpec[];
  readonly listeners: readonly SavedListener[];
  readonly rules: readonly SavedRule[];
  readonly targetGroups: readonly SavedTargetGroup[];
}

interface SavedListener {
  readonly spec: ListenerSpec;
  readonly loadBalancerArn: string;
  readonly defaultRuleArn: string;
}

type SavedRule = Omit<Rule, 'conditions' | 'actions'> & {
  readonly conditions: SavedLagging<readonly JsonObject[]>;
  readonly actions: SavedLagging<readonly JsonObject[]>;
};

/** Nobody is told of the change: what goes by it is saved itself. */
export function savedLoadBalancing(state: State): SavedPart<SavedLoadBalancing> {
  return {
    save: () => ({
      loadBalancers: [...state.loadBalancers.values()],
      listeners: [...state.listeners.values()].map(({ spec, loadBalancer, defaultRule }) => ({
        spec,
        loadBalancerArn: loadBalancer.arn,
        defaultRuleArn: defaultRule.arn,
      })),
      rules: [...state.rules.values()].map((rule) => ({
        ...rule,
        conditions: rule.conditions.save(),
        actions: rule.actions.save(),
      })),
      targetGroups: [...state.targetGroups.values()].map((group) => group.save()),
    }),
    load(saved, shift) {
      for (const group of state.targetGroups.values()) group.abandon();
      refill(
        state.targetGroups,
        saved.targetGroups.map((each) => {
          const { spec, isUsed } = each;
          const targets = shiftTimesWithin(each.targets, shift);
          return [spec.arn, createTargetGroup(state.needs, { spec, isUsed, targets })];
        }),
      );
      refill(
        state.loadBalancers,
        saved.loadBalancers.map((spec) => [spec.arn, spec]),
      );
      state.builders.clear();
      const rules = saved.rules.map((each) => loadRule(state, each, shift));
      refill(
        state.rules,
        rules.map((rule) => [rule.arn, rule]),
      );
      refill(
        state.listeners,
        saved.listeners.flatMap((each) => {
          const listener = loadListener(state, each, rules);
          return listener === undefined ? [] : [[each.spec.arn, listener] as const];
        }),
      );
    },
  };
}

function loadRule(state: State, saved: SavedRule, shift: Shift): Rule {
  const { listenerArn, loadBalancerArn, conditions, actions } = saved;
  const build =
    state.builders.get(listenerArn) ?? createRuleBuilder(state.world, listenerArn, loadBalancerArn);
  state.builders.set(listenerArn, build);
  const rule = build({ ...saved, conditions: conditions.current, actions: actions.current });
  rule.conditions.load(conditions, shift);
  rule.actions.load(actions, shift);
  return rule;
}

function loadListener(
  state: State,
  { spec, loadBalancerArn, defaultRuleArn }: SavedListener,
  all: readonly Rule[],
): Listener | undefined {
  const loadBalancer = state.loadBalancers.get(loadBalancerArn);
  const defaultRule = state.rules.get(defaultRuleArn);
  if (loadBalancer === undefined || defaultRule === undefined) return undefined;
  const rules = byPriority(all.filter(({ listenerArn }) => listenerArn === spec.arn));
  return { spec, loadBalancer, rules, defaultRule };
}
