// What a plan may ever write: for each rule the weights that some rung of it names, read from the plan alone.
import { isJsonObject, type Json, type JsonObject } from '../../src/lib/json.ts';
import type { Plan, StageNode } from '../../src/plan/plan.ts';
import { nodesOf, stepsOf } from '../../src/plan/walk.ts';
import type { Weights, WorldState } from './world-state.ts';

export interface PlannedWeights {
  /** By rule ARN. */
  readonly rungs: ReadonlyMap<string, readonly Weights[]>;
  readonly prodRules: readonly string[];
  /** The target groups that the plan deploys to. */
  readonly green: ReadonlySet<string>;
  /** How many healthy targets green is to have. */
  readonly greenWanted: number;
}

export function plannedWeights(plan: Plan, before: WorldState): PlannedWeights {
  const rungs = new Map<string, Weights[]>();
  const add = (rule: string, weights: Weights): void => {
    rungs.set(rule, [...(rungs.get(rule) ?? []), weights]);
  };
  const prod = prodPairs(plan, before);
  for (const wrapper of wrappers(plan)) {
    const spec = member(wrapper, 'spec');
    if (wrapper['type'] === 'Inherit') {
      const weight = Number(spec['weightPercentage']);
      for (const { rule, stage, other } of prod)
        add(rule, { [stage]: weight, [other]: 100 - weight });
    } else {
      add(String(spec['listenerRuleArn']), Object.fromEntries(tuplesOf(spec)));
    }
  }
  return {
    rungs,
    prodRules: prod.map(({ rule }) => rule),
    green: new Set(prod.map(({ stage }) => stage)),
    greenWanted: Math.max(...prod.map(({ wanted }) => wanted)),
  };
}

interface ProdPair {
  readonly rule: string;
  readonly stage: string;
  readonly other: string;
  readonly wanted: number;
}

function prodPairs(plan: Plan, before: WorldState): readonly ProdPair[] {
  return stepsOfType(plan, 'ElastigroupBGStageSetup').flatMap((spec) => {
    const wanted = Number(member(member(spec, 'instances'), 'spec')['desired'] ?? 1);
    return list(spec['loadBalancers']).map((entry) => {
      const config = member(entry, 'spec');
      const rule = String(config['prodListenerRuleArn']);
      const stage = String(config['stageTargetGroupArn']);
      const weights = before.rules.find(({ arn }) => arn === rule)?.weights ?? {};
      const other = Object.keys(weights).find((arn) => arn !== stage) ?? '';
      return { rule, stage, other, wanted };
    });
  });
}

function wrappers(plan: Plan): readonly JsonObject[] {
  return stepsOfType(plan, 'ElastigroupBlueGreenTrafficShift').map((spec) =>
    member(spec, 'elastigroupTrafficShiftWrapper'),
  );
}

function stepsOfType(plan: Plan, type: string): readonly JsonObject[] {
  return [...nodesOf(plan.pipeline)]
    .filter((node): node is StageNode => node.kind === 'stage')
    .flatMap((stage) => [...stepsOf(stage.steps)])
    .filter((step) => step.type === type)
    .map(({ spec }) => spec);
}

function tuplesOf(spec: JsonObject): readonly [string, number][] {
  return list(spec['forwardTrafficConfig']).map((entry) => [
    String(entry['targetGroupArn']),
    Number(entry['weight']),
  ]);
}

function member(value: JsonObject, key: string): JsonObject {
  const inner = value[key];
  return isJsonObject(inner) ? inner : {};
}

function list(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly Json[]).filter(isJsonObject) : [];
}
