// What the setups of a run have found and made: per stage the last word, an earlier run's first where it goes on from one.
import type { ExecutionEvent } from '../../execution/event.ts';
import type { Json } from '../../lib/json.ts';
import type { NodePath, Plan, StageNode } from '../../plan/plan.ts';
import { nodesOf } from '../../plan/walk.ts';
import { FACT, type Setup } from '../../traffic/facts.ts';

export interface KnownFact {
  readonly path: NodePath;
  readonly name: string;
  readonly key: string;
  readonly value: Json;
}

/** Oldest first: what it inherits, what a retry keeps, and its own. */
export function factsOfRun(plan: Plan, events: readonly ExecutionEvent[]): readonly KnownFact[] {
  const inherited = stagesIn(plan).flatMap(({ path, inherited: facts = [] }) =>
    facts.map((fact) => ({ ...fact, path: `${path}/` })),
  );
  const own = events.filter((event) => event.type === 'FactRecorded');
  return [...inherited, ...(plan.resumed?.facts ?? []), ...own];
}

export function stagesIn(plan: Plan): readonly StageNode[] {
  return [...nodesOf(plan.pipeline)].filter((node) => node.kind === 'stage');
}

export function factsOfStage(
  facts: readonly KnownFact[],
  { path }: Pick<StageNode, 'path'>,
): readonly KnownFact[] {
  return facts.filter((fact) => fact.path.startsWith(`${path}/`));
}

export function setupsOf(plan: Plan, events: readonly ExecutionEvent[]): readonly Setup[] {
  const facts = factsOfRun(plan, events);
  return stagesIn(plan).flatMap((stage) => {
    const setup = lastValue<Setup>(factsOfStage(facts, stage), FACT.setup);
    return setup === undefined ? [] : [setup];
  });
}

export function lastValue<Value>(facts: readonly KnownFact[], wanted: string): Value | undefined {
  return facts.findLast(({ name }) => name === wanted)?.value as Value | undefined;
}
