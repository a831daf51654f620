// A pipeline as its plan has it: every iteration of every step, with its values filled in, for who judges values.
import type { Pipeline, Stage, Step, StepElement } from '../pipeline/pipeline.ts';
import type { NodePath, Plan, StageNode, StepNode } from './plan.ts';
import { nodesOf, stepsOf } from './walk.ts';

/** Steps stand one after the other without their groups; what can never run is left out. */
export function resolvedPipeline(pipeline: Pipeline, plan: Plan): Pipeline {
  const written = writtenSteps(pipeline);
  const stages = [...nodesOf(plan.pipeline)].flatMap((node) => {
    const stage =
      node.kind === 'stage' ? written.stages.get(withoutIterations(node.path)) : undefined;
    return node.kind === 'stage' && stage !== undefined
      ? [resolvedStage(stage, node, written)]
      : [];
  });
  return { ...pipeline, stages };
}

interface Written {
  readonly stages: ReadonlyMap<NodePath, Stage>;
  readonly steps: ReadonlyMap<NodePath, Step>;
}

function resolvedStage(stage: Stage, node: StageNode, written: Written): Stage {
  const stepsBelow = (nodes: Iterable<StepNode>): readonly Step[] =>
    [...nodes].flatMap((each) => {
      const step = written.steps.get(withoutIterations(each.path));
      if (step === undefined || each.when?.condition === 'false') return [];
      const { name, spec } = each;
      return [{ ...step, name, spec, strategy: undefined, when: each.when && step.when }];
    });
  return {
    ...stage,
    name: node.name,
    strategy: undefined,
    steps: stepsBelow(stepsOf(node.steps)),
    rollbackSteps: stepsBelow(stepsOf(node.rollback)),
  };
}

/** By the paths that their nodes have, but for the iterations. */
function writtenSteps(pipeline: Pipeline): Written {
  const stages = new Map<NodePath, Stage>();
  const steps = new Map<NodePath, Step>();
  const visit = (elements: readonly StepElement[], above: NodePath): void => {
    for (const [index, element] of elements.entries()) {
      const own = element.kind === 'parallel' ? `~${index}` : element.identifier;
      const path = `${above}/${own}`;
      if (element.kind === 'step') steps.set(path, element);
      else visit(element.steps, path);
    }
  };
  const add = (stage: Stage, path: NodePath): void => {
    stages.set(path, stage);
    visit(stage.steps, `${path}/steps`);
    visit(stage.rollbackSteps, `${path}/rollback`);
  };
  for (const [index, element] of pipeline.stages.entries()) {
    if (element.kind === 'stage') add(element, element.identifier);
    else for (const stage of element.stages) add(stage, `~${index}/${stage.identifier}`);
  }
  return { stages, steps };
}

function withoutIterations(path: NodePath): NodePath {
  return path.replace(/\[\d+\]/g, '');
}
