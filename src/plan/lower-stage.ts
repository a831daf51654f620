// A stage as a plan node: what it deploys, its steps and its rollback steps.
import type { Stage, StepElement } from '../pipeline/pipeline.ts';
import { deploymentNames } from './deployment-names.ts';
import type { Filling } from './fill.ts';
import { type Iteration, iterationNames } from './iteration.ts';
import { lowerTemplate, lowerTimeout, lowerWhen } from './lower-common.ts';
import { lowerDeployment } from './lower-deployment.ts';
import { lowerElements } from './lower-element.ts';
import type { Deployment, NodePath, SequenceNode, StageNode } from './plan.ts';
import { selectorsOf } from './select-runner.ts';
import { type EarlierStages, findEntities, type StageEntities } from './stage-entities.ts';
import { stageNames } from './stage-names.ts';

export interface LoweredStage {
  readonly node: StageNode;
  /** With the names that hold in the stage. */
  readonly filling: Filling;
  readonly entities: StageEntities | undefined;
}

/** What a stage inherits from the pipeline. */
export interface AroundStage {
  readonly filling: Filling;
  /** The labels that the pipeline asks of the runner. */
  readonly selectors: readonly string[];
  readonly earlier: EarlierStages;
  /** To be told what a stage deploys, before its steps are looked at. */
  readonly know: (identifier: string, inside: Filling) => void;
}

export function lowerStage(
  stage: Stage,
  path: NodePath,
  iteration: Iteration | undefined,
  outer: AroundStage,
): LoweredStage {
  const around = outer.filling.names;
  const looped =
    iteration === undefined ? around : iterationNames(around, stage.identifier, iteration);
  const names = stageNames(looped, stage, iteration);
  const own = { ...outer.filling, names, node: { path, fqn: stage.fqn } };
  const { filling, deployment, entities } = deploymentOf(stage, own, outer.earlier);
  const postfix = iteration?.postfix ?? '';
  const identifier = `${stage.identifier}${postfix}`;
  outer.know(identifier, filling);
  const when = lowerWhen(stage, filling);
  const timeoutMs = lowerTimeout(stage, filling);
  const selectors = selectorsOf(stage, outer.selectors, filling);
  const inside: AroundStage = { ...outer, filling, selectors };
  const node: StageNode = {
    kind: 'stage',
    path,
    identifier,
    name: `${stage.name}${postfix}`,
    ...lowerTemplate(stage),
    ...(when === undefined ? {} : { when }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    stageType: stage.type,
    steps: sequence(stage, stage.steps, path, 'steps', inside),
    rollback: sequence(stage, stage.rollbackSteps, path, 'rollback', inside),
    ...(deployment === undefined ? {} : { deployment }),
  };
  return { node, filling, entities };
}

function deploymentOf(
  stage: Stage,
  filling: Filling,
  earlier: EarlierStages,
): Pick<LoweredStage, 'filling' | 'entities'> & {
  readonly deployment?: Deployment | undefined;
} {
  if (stage.deployment === undefined) return { filling, entities: undefined };
  const entities = findEntities(stage, stage.deployment, filling, earlier);
  const inside = { ...filling, names: deploymentNames(filling.names, entities, filling.session) };
  return { filling: inside, entities, deployment: lowerDeployment(entities, inside) };
}

function sequence(
  stage: Stage,
  elements: readonly StepElement[],
  stagePath: NodePath,
  identifier: 'steps' | 'rollback',
  { filling, selectors }: AroundStage,
): SequenceNode {
  const path = `${stagePath}/${identifier}`;
  filling.session.takeNode(stage.position);
  const children = lowerElements(elements, {
    filling,
    path,
    stage,
    section: identifier === 'steps' ? 'steps' : 'rollbackSteps',
    enclosing: [],
    failures: identifier === 'steps' ? [{ strategies: stage.failureStrategies }] : undefined,
    selectors,
  });
  const name = identifier === 'steps' ? 'Steps' : 'Rollback';
  return { kind: 'sequence', path, identifier, name, children };
}
