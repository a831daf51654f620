// What people call the steps of a plan: the name as written, with the labels of the iterations around it.
import type { NodePath, Plan, PlanNode } from '../plan/plan.ts';
import { childrenOf } from '../plan/walk.ts';

interface Named {
  readonly name: string;
  readonly labels: readonly string[];
  /** Of the stage it lies in, unless that is an iteration with a label of its own. */
  readonly stage: string | undefined;
}

/** Answers the path itself for what is no step. A name that two stages use gets the stage's as well. */
export function stepNames(plan: Plan): (path: NodePath) => string {
  const steps = new Map<NodePath, Named>();
  const visit = (node: PlanNode, labels: readonly string[], stage: string | undefined): void => {
    if (node.kind === 'step') steps.set(node.path, { name: node.name, labels, stage });
    const inner = node.kind === 'stage' && labels.length === 0 ? node.name : stage;
    for (const [index, child] of childrenOf(node).entries()) {
      const label = node.kind === 'strategy' ? node.labels[index] : undefined;
      visit(child, label === undefined ? labels : [...labels, label], inner);
    }
  };
  visit(plan.pipeline, [], undefined);
  const stagesOf = new Map<string, Set<string | undefined>>();
  for (const step of steps.values()) {
    const name = wordsOf(step, undefined);
    stagesOf.set(name, (stagesOf.get(name) ?? new Set()).add(step.stage));
  }
  return (path) => {
    const step = steps.get(path);
    if (step === undefined) return path;
    const name = wordsOf(step, undefined);
    return (stagesOf.get(name)?.size ?? 0) > 1 ? wordsOf(step, step.stage) : name;
  };
}

function wordsOf({ name, labels }: Named, stage: string | undefined): string {
  const all = stage === undefined ? labels : [stage, ...labels];
  return all.length === 0 ? name : `${name} (${all.join(', ')})`;
}
