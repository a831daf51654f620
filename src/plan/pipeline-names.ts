// The names that hold everywhere in a pipeline, and those of each stage.
import type { Pipeline, Stage } from '../pipeline/pipeline.ts';
import { stagesOf } from '../pipeline/stages-of.ts';
import { group, type NameNode, type Names, text, variableGroup } from './names.ts';
import type { StageEntities } from './stage-entities.ts';
import { searchNearSteps, searchSteps } from './step-names.ts';

export function pipelineNames(pipeline: Pipeline): Names {
  const { projectIdentifier, orgIdentifier } = pipeline;
  const stages = stagesOf(pipeline).map((stage): [string, NameNode] => [
    stage.identifier,
    stageGroup(stage, ['pipeline', 'stages', stage.identifier, 'spec', 'execution', 'steps']),
  ]);
  return new Map([
    [
      'pipeline',
      group({
        name: text(pipeline.name),
        identifier: text(pipeline.identifier),
        orgIdentifier: text(orgIdentifier),
        projectIdentifier: text(projectIdentifier),
        variables: variableGroup(pipeline.variables, `${pipeline.fqn}.variables`),
        stages: { kind: 'group', members: new Map(stages) },
        executionId: { kind: 'later' },
        currentStatus: { kind: 'later' },
      }),
    ],
    ['project', group({ identifier: text(projectIdentifier) })],
    ['org', group({ identifier: text(orgIdentifier) })],
  ]);
}

/** Inside a stage: `stage` is this one, and steps can be named without it. */
export function stageNames(outer: Names, stage: Stage): Names {
  const steps = ['execution', 'steps'];
  return new Map([
    ...outer,
    ['stage', stageGroup(stage, steps)],
    [
      'execution',
      group({ steps: { kind: 'search', search: searchSteps(stage.steps, steps, []) } }),
    ],
    ['steps', { kind: 'search', search: searchNearSteps(stage.steps, []) }],
  ]);
}

/** What a Deployment stage deploys; an entity that was not found has been reported. */
export function deploymentNames(outer: Names, entities: StageEntities): Names {
  const { service, environment, infrastructure } = entities;
  const variables =
    service && variableGroup(service.variables, `services.${service.identifier}.variables`);
  const { amiVersion, amiVersionPath: path = 'services' } = service ?? {};
  const ami: NameNode | undefined =
    service === undefined || amiVersion === undefined
      ? undefined
      : { kind: 'written', value: amiVersion, place: { path, position: service.position } };
  const artifact = group({ amiId: ami, version: ami });
  const entityNames: Readonly<Record<string, NameNode | undefined>> = {
    service: service && group({ ...identity(service), variables }),
    serviceVariables: variables,
    artifact: service && artifact,
    artifacts: service && group({ primary: artifact }),
    env:
      environment &&
      group({
        ...identity(environment),
        type: text(environment.type),
        variables: variableGroup(
          environment.variables,
          `environments.${environment.identifier}.variables`,
        ),
      }),
    infra:
      infrastructure &&
      group({
        ...identity(infrastructure),
        infraIdentifier: text(infrastructure.identifier),
        connectorRef: text(infrastructure.connectorRef),
      }),
  };
  const added = Object.entries(entityNames).map(([name, node]): [string, NameNode] => [
    name,
    node ?? { kind: 'settled' },
  ]);
  return new Map([...outer, ...added]);
}

function stageGroup(stage: Stage, canonical: readonly string[]): NameNode {
  const search = searchSteps(stage.steps, canonical, []);
  return group({
    name: text(stage.name),
    identifier: text(stage.identifier),
    type: text(stage.type),
    variables: variableGroup(stage.variables, `${stage.fqn}.variables`),
    status: { kind: 'later' },
    currentStatus: { kind: 'later' },
    spec: group({ execution: group({ steps: { kind: 'search', search } }) }),
  });
}

function identity(entity: {
  readonly identifier: string;
  readonly name: string;
}): Record<string, NameNode | undefined> {
  return { identifier: text(entity.identifier), name: text(entity.name) };
}
