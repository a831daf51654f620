// A stage as a plan node: what it deploys, its steps and its rollback steps.
import type { Stage, StepElement } from '../pipeline/pipeline.ts';
import type { Filling } from './fill.ts';
import { lowerTimeout, lowerWhen } from './lower-common.ts';
import { lowerDeployment } from './lower-deployment.ts';
import { lowerElements } from './lower-element.ts';
import { deploymentNames, stageNames } from './pipeline-names.ts';
import type { Deployment, SequenceNode, StageNode } from './plan.ts';
import { findEntities } from './stage-entities.ts';

export interface LoweredStage {
  readonly node: StageNode;
  /** With the names that hold in the stage. */
  readonly filling: Filling;
}

export function lowerStage(stage: Stage, outer: Filling): LoweredStage {
  const { filling, deployment } = deploymentOf(stage, {
    ...outer,
    names: stageNames(outer.names, stage),
  });
  const when = lowerWhen(stage, filling);
  const timeoutMs = lowerTimeout(stage, filling);
  const node: StageNode = {
    kind: 'stage',
    path: stage.identifier,
    identifier: stage.identifier,
    name: stage.name,
    ...(when === undefined ? {} : { when }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    stageType: stage.type,
    steps: sequence(stage, stage.steps, 'steps', filling),
    rollback: sequence(stage, stage.rollbackSteps, 'rollback', filling),
    ...(deployment === undefined ? {} : { deployment }),
  };
  return { node, filling };
}

function deploymentOf(
  stage: Stage,
  filling: Filling,
): { readonly filling: Filling; readonly deployment?: Deployment | undefined } {
  if (stage.deployment === undefined) return { filling };
  const entities = findEntities(stage, stage.deployment, filling);
  const inside = { ...filling, names: deploymentNames(filling.names, entities) };
  return { filling: inside, deployment: lowerDeployment(entities, inside) };
}

function sequence(
  stage: Stage,
  elements: readonly StepElement[],
  identifier: 'steps' | 'rollback',
  filling: Filling,
): SequenceNode {
  const path = `${stage.identifier}/${identifier}`;
  filling.session.takeNode(stage.position);
  const children = lowerElements(elements, {
    filling,
    path,
    stageSteps: stage.steps,
    enclosing: [],
    failures: identifier === 'steps' ? [{ strategies: stage.failureStrategies }] : undefined,
  });
  const name = identifier === 'steps' ? 'Steps' : 'Rollback';
  return { kind: 'sequence', path, identifier, name, children };
}
