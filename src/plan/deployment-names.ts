// The names of what a stage deploys: service, artifact, environment and infrastructure.
import type { JsonObject } from '../lib/json.ts';
import type { ConfigFile, Connector, Tags } from '../pipeline/pipeline.ts';
import { withoutLevel } from './find-entity.ts';
import type { PlacedVariable } from './merge-overrides.ts';
import {
  group,
  type NameNode,
  type Names,
  nothing,
  tagGroup,
  text,
  unknown,
  variableNode,
} from './names.ts';
import { positionAt, type Session } from './session.ts';
import type { StageEntities } from './stage-entities.ts';

/** An entity that was not found has been reported. */
export function deploymentNames(outer: Names, entities: StageEntities, session: Session): Names {
  const { service, environment, merged } = entities;
  const variables = service && placedGroup(merged.variables);
  const artifact = artifactNames(entities, session);
  const named: Readonly<Record<string, NameNode | undefined>> = {
    service:
      service &&
      group({
        ...identity(service),
        type: text('Elastigroup'),
        gitOpsEnabled: { kind: 'written', value: false, place: undefined },
        variables,
      }),
    serviceVariables: variables,
    serviceVariableOverrides: environment && placedGroup(merged.environmentVariables),
    artifact: service && artifact,
    artifacts: service && group({ primary: artifact, sidecars: group({}) }),
    rollbackArtifact: unknown('Penstock keeps no artifacts of earlier deployments to go back to'),
    configFiles: service && configFileNames(merged.configFiles),
    env:
      environment &&
      group({
        ...identity(environment),
        type: text(environment.type),
        envGroupName: nothing(),
        envGroupRef: nothing(),
        variables: placedGroup(merged.environmentVariables),
      }),
    infra: infrastructureNames(entities, session.project.connectors),
  };
  const added = Object.entries(named).map(([name, node]): [string, NameNode] => [
    name,
    node ?? { kind: 'settled' },
  ]);
  return new Map([...outer, ...added]);
}

function artifactNames({ service, artifact }: StageEntities, session: Session): NameNode {
  const { version, fqn, identifier, type, connectorRef, region } = artifact ?? {};
  const path = `${fqn}.version`;
  const place = { path, position: positionAt(session, path, service?.position) };
  const ami: NameNode | undefined =
    version === undefined ? undefined : { kind: 'written', value: version, place };
  return group({
    amiId: ami,
    version: ami,
    image: ami,
    tag: ami,
    identifier: text(identifier),
    type: text(type),
    connectorRef: text(connectorRef),
    region: text(region),
    metadata: unknown('images are not looked up, so nothing but the id of the AMI is known'),
  });
}

function infrastructureNames(
  { infrastructure, environment }: StageEntities,
  connectors: readonly Connector[],
): NameNode | undefined {
  if (infrastructure === undefined) return undefined;
  const { connectorRef, name, identifier, tags } = infrastructure;
  const connector = connectors.find((each) => each.identifier === withoutLevel(connectorRef));
  const key = unknown('Harness makes it of its own keys');
  return group({
    identifier: text(identifier),
    name: text(name),
    infraIdentifier: text(identifier),
    infraName: text(name),
    tags: tagGroup(tags),
    connectorRef: text(connectorRef),
    connector: connector && group(identity(connector)),
    environment: environment && group({ ...identity(environment), type: text(environment.type) }),
    infrastructureKey: key,
    infrastructureKeyShortId: key,
  });
}

function configFileNames(files: readonly ConfigFile[]): NameNode {
  const members = files.map(({ identifier, file }): [string, NameNode] => {
    const value: JsonObject = {
      identifier,
      store: { type: 'Harness', spec: { files: [file] } },
    };
    return [identifier, { kind: 'written', value, place: undefined }];
  });
  return { kind: 'group', members: new Map(members) };
}

function placedGroup(variables: readonly PlacedVariable[]): NameNode {
  const members = variables.map(({ variable, path }): [string, NameNode] => [
    variable.name,
    variableNode(variable, path),
  ]);
  return { kind: 'group', members: new Map(members) };
}

function identity(entity: {
  readonly identifier: string;
  readonly name: string;
  readonly description?: string | undefined;
  readonly tags?: Tags;
}): Record<string, NameNode | undefined> {
  return {
    identifier: text(entity.identifier),
    name: text(entity.name),
    description: text(entity.description ?? ''),
    tags: tagGroup(entity.tags ?? {}),
  };
}
