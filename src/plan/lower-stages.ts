// The stages of a pipeline as plan nodes: alone, beside each other, or once per iteration.
import type { Pipeline, Stage } from '../pipeline/pipeline.ts';
import { checkBeside } from './check-beside.ts';
import { checkIdentifiers } from './check-identifiers.ts';
import type { Filling } from './fill.ts';
import type { Iteration } from './iteration.ts';
import { lowerStage } from './lower-stage.ts';
import { lowerStrategy } from './lower-strategy.ts';
import type { NodePath, PlanNode, StageNode } from './plan.ts';
import { selectorsOf } from './select-runner.ts';
import type { EarlierStages } from './stage-entities.ts';
import { type KnownStages, stageGroup } from './stage-names.ts';

export interface LoweredStages {
  readonly nodes: readonly PlanNode[];
  /** By the stage as it is written: the names that hold in it, of its first iteration if it has some. */
  readonly fillings: ReadonlyMap<string, Filling>;
}

/** Tells `known` of every stage that it has made, so that later ones can name it. */
export function lowerStages(
  pipeline: Pipeline,
  filling: Filling,
  known: KnownStages,
): LoweredStages {
  const selectors = selectorsOf(pipeline, [], filling);
  const fillings = new Map<string, Filling>();
  const earlier: EarlierStages = new Map();
  const lowerOne = (stage: Stage, path: NodePath, iteration?: Iteration): StageNode => {
    const know = (identifier: string, inside: Filling): void => {
      const canonical = ['pipeline', 'stages', identifier, 'spec', 'execution'];
      known.set(identifier, stageGroup(stage, canonical, iteration, inside));
    };
    const lowered = lowerStage(stage, path, iteration, { filling, selectors, earlier, know });
    const { node, entities } = lowered;
    if (stage.deployment !== undefined && entities !== undefined && iteration === undefined) {
      earlier.set(stage.identifier, { references: stage.deployment, entities });
    }
    if (!fillings.has(stage.identifier)) fillings.set(stage.identifier, lowered.filling);
    return node;
  };
  const lowerAt = (stage: Stage, parent: NodePath): readonly PlanNode[] => {
    if (!filling.session.takeNode(stage.position)) return [];
    const path = `${parent}${stage.identifier}`;
    const { strategy } = stage;
    if (strategy === undefined) return [lowerOne(stage, path)];
    return [
      lowerStrategy(stage, strategy, path, filling, (iteration, at) =>
        lowerOne(stage, at, iteration),
      ),
    ];
  };
  const nodes = pipeline.stages.flatMap((element, index): readonly PlanNode[] => {
    if (element.kind === 'stage') return lowerAt(element, '');
    if (!filling.session.takeNode(element.position)) return [];
    const path = `~${index}`;
    const children = element.stages.flatMap((stage) => lowerAt(stage, `${path}/`));
    return [{ kind: 'parallel', path, identifier: path, name: 'Parallel', children }];
  });
  checkIdentifiers(nodes, pipeline.position, filling);
  checkBeside(nodes, pipeline.position, filling.session);
  return { nodes, fillings };
}
