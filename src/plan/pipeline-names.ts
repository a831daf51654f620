// The names that hold everywhere in a pipeline, and those of what a stage deploys.
import type { Pipeline } from '../pipeline/pipeline.ts';
import { group, type NameNode, type Names, type Search, text, variableGroup } from './names.ts';
import type { StageEntities } from './stage-entities.ts';
import { tagGroup } from './stage-names.ts';

/** `stages` are found while the plan is made: every stage that is in it is known from then on. */
export function pipelineNames(pipeline: Pipeline, stages: Search): Names {
  const { projectIdentifier, orgIdentifier } = pipeline;
  return new Map([
    [
      'pipeline',
      group({
        name: text(pipeline.name),
        identifier: text(pipeline.identifier),
        orgIdentifier: text(orgIdentifier),
        projectIdentifier: text(projectIdentifier),
        variables: variableGroup(pipeline.variables, `${pipeline.fqn}.variables`),
        tags: tagGroup(pipeline.tags),
        stages: { kind: 'search', search: stages },
        executionId: { kind: 'later' },
        resumedExecutionId: { kind: 'later' },
        currentStatus: { kind: 'later' },
      }),
    ],
    ['project', group({ identifier: text(projectIdentifier) })],
    ['org', group({ identifier: text(orgIdentifier) })],
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

function identity(entity: {
  readonly identifier: string;
  readonly name: string;
}): Record<string, NameNode | undefined> {
  return { identifier: text(entity.identifier), name: text(entity.name) };
}
