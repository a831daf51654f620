// The rules of a run as its chart shows them: the name of each line, and green's share before the run.
import type { ExecutionEvent } from '../execution/event.ts';
import type { NodePath, Plan } from '../plan/plan.ts';
import { nodesOf } from '../plan/walk.ts';
import { type BeforeImage, FACT, type Lane, type Setup } from '../traffic/facts.ts';
import type { RuleAction } from '../traffic/forward-action.ts';
import { percentOf } from '../traffic/split.ts';
import { liesIn, stageLabels } from './deploying-stages.ts';

export interface RuleInChart {
  readonly series: string;
  readonly lane: Lane;
  /** Percent for green in the before image; undefined when that does not tell. */
  readonly before: number | undefined;
  /** The same of other actions. */
  percentOf(actions: readonly RuleAction[]): number | undefined;
}

export interface ChartRules {
  /** Undefined for a rule without a before image. */
  of(path: NodePath, ruleArn: string): RuleInChart | undefined;
}

export interface ChartFact {
  readonly path: NodePath;
  readonly at: number;
  /** `kept` by a retry and `followed` by a follow-up are an earlier run's, whatever times they hold. */
  readonly origin: 'own' | 'kept' | 'followed';
  readonly key: string;
  readonly name: string;
  readonly value: unknown;
}

/** Those that the run begins with, as told at its start, and then its own; oldest first. */
export function chartFacts(plan: Plan, events: readonly ExecutionEvent[]): readonly ChartFact[] {
  const at = events[0]?.at ?? 0;
  const inherited = [...nodesOf(plan.pipeline)].flatMap((node) =>
    node.kind === 'stage'
      ? (node.inherited ?? []).map((fact) => ({ ...fact, path: node.path }))
      : [],
  );
  const kept = plan.resumed?.facts ?? [];
  const own = events.filter((event) => event.type === 'FactRecorded');
  return [
    ...inherited.map((fact) => ({ ...fact, at, origin: 'followed' as const })),
    ...kept.map((fact) => ({ ...fact, at, origin: 'kept' as const })),
    ...own.map((fact) => ({ ...fact, origin: 'own' as const })),
  ];
}

export function chartRules(plan: Plan, facts: readonly ChartFact[]): ChartRules {
  const green = new Set(
    valuesOf<Setup>(facts, FACT.setup).flatMap(({ value }) =>
      value.loadBalancers.map(({ stageTargetGroupArn }) => stageTargetGroupArn),
    ),
  );
  const percentOfGreen = (actions: readonly RuleAction[]): number | undefined =>
    green.size === 0 ? undefined : (percentOf(actions, green) ?? undefined);
  const labelOf = stageLabels(plan);
  const stages = [...nodesOf(plan.pipeline)].filter((node) => node.kind === 'stage');
  const keyOf = (path: NodePath, arn: string): string =>
    `${stages.find((stage) => liesIn(path, stage))?.path ?? ''} ${arn}`;
  const rules = new Map<string, RuleInChart>();
  const named = new Map<string, number>();
  for (const { path, value } of valuesOf<BeforeImage>(facts, FACT.beforeImage)) {
    const key = keyOf(path, value.ruleArn);
    if (rules.has(key)) continue;
    const label = labelOf(path);
    const name = label === undefined ? value.label : `${label}: ${value.label}`;
    const count = (named.get(name) ?? 0) + 1;
    named.set(name, count);
    rules.set(key, {
      series: count === 1 ? name : `${name} (${count})`,
      lane: value.lane,
      before: percentOfGreen(value.actions),
      percentOf: percentOfGreen,
    });
  }
  return { of: (path, arn) => rules.get(keyOf(path, arn)) };
}

function valuesOf<Value>(
  facts: readonly ChartFact[],
  wanted: string,
): readonly { readonly path: NodePath; readonly value: Value }[] {
  return facts.flatMap(({ path, name, value }) =>
    name === wanted ? [{ path, value: value as Value }] : [],
  );
}
