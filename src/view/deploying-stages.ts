// The stages of a plan that deploy, and what people call them where there are several.
import type { NodePath, Plan, PlanNode } from '../plan/plan.ts';
import { childrenOf } from '../plan/walk.ts';

export interface DeployingStage {
  readonly path: NodePath;
  /** The label of an iteration, else the stage's name. */
  readonly label: string;
}

export function deployingStages(plan: Plan): readonly DeployingStage[] {
  const stages: DeployingStage[] = [];
  const visit = (node: PlanNode, label: string | undefined): void => {
    if (node.kind === 'stage') {
      const isOne = node.deployment !== undefined;
      if (isOne) stages.push({ path: node.path, label: label ?? node.name });
      return;
    }
    for (const [index, child] of childrenOf(node).entries()) {
      visit(child, node.kind === 'strategy' ? node.labels[index] : undefined);
    }
  };
  visit(plan.pipeline, undefined);
  return stages;
}

/** In which stage a path lies; undefined where one stage at most deploys, since then nobody asks. */
export function stageLabels(plan: Plan): (path: NodePath) => string | undefined {
  const stages = deployingStages(plan);
  if (stages.length < 2) return () => undefined;
  return (path) => stages.find((stage) => liesIn(path, stage))?.label;
}

export function liesIn(path: NodePath, stage: Pick<DeployingStage, 'path'>): boolean {
  return path === stage.path || path.startsWith(`${stage.path}/`);
}
