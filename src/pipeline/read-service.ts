// `service:`: what is deployed; of an Elastigroup service that is an AMI and a startup script.

import { nearestHint } from '../lib/nearest.ts';
import type { ArtifactSource, Service } from './entities.ts';
import {
  choice,
  list,
  openMapping,
  optional,
  optionalText,
  required,
  requiredText,
} from './fields.ts';
import { type Place, reportAt } from './place.ts';
import { readConfigFiles } from './read-config-files.ts';
import { readEntityIdentity } from './read-identity.ts';
import { readStoreFile } from './read-store-file.ts';
import { readVariables } from './read-variables.ts';
import {
  ARTIFACT_SOURCE,
  ARTIFACTS,
  MACHINE_IMAGE,
  PRIMARY_ARTIFACT,
  SERVICE,
  SERVICE_DEFINITION,
  SERVICE_SPEC,
} from './shapes/entities.ts';

export function readService(place: Place): Service | undefined {
  const service = openMapping(place, SERVICE);
  if (service === undefined) return undefined;
  const spec = readDefinition(service);
  const script = spec === undefined ? undefined : optional(spec, 'startupScript');
  const primary = spec === undefined ? undefined : readPrimary(spec);
  return {
    ...readEntityIdentity(service),
    variables: spec === undefined ? [] : readVariables(spec),
    primaryArtifactRef: primary && requiredText(primary, 'primaryArtifactRef'),
    artifactSources: primary === undefined ? [] : readSources(primary),
    startupScriptFile: script === undefined ? undefined : readStoreFile(script),
    configFiles: spec === undefined ? [] : readConfigFiles(spec),
  };
}

function readDefinition(service: Place): Place | undefined {
  const place = required(service, 'serviceDefinition');
  const definition = place === undefined ? undefined : openMapping(place, SERVICE_DEFINITION);
  if (definition === undefined) return undefined;
  const type = required(definition, 'type');
  const isElastigroup = type !== undefined && choice(type, ['Elastigroup']) !== undefined;
  const spec = isElastigroup ? required(definition, 'spec') : undefined;
  return spec === undefined ? undefined : openMapping(spec, SERVICE_SPEC);
}

function readPrimary(spec: Place): Place | undefined {
  const place = optional(spec, 'artifacts');
  const artifacts = place === undefined ? undefined : openMapping(place, ARTIFACTS);
  const inner = artifacts === undefined ? undefined : required(artifacts, 'primary');
  return inner === undefined ? undefined : openMapping(inner, PRIMARY_ARTIFACT);
}

/** Only of the primary source more than the name is read, if it is known already which one it is. */
function readSources(primary: Place): readonly ArtifactSource[] {
  const wanted = optionalText(primary, 'primaryArtifactRef') ?? '';
  const sources = list(primary, 'sources');
  const names = sources.map((source) => optionalText(source, 'identifier') ?? '');
  const isOpen = wanted.includes('<+');
  if (!isOpen && wanted !== '' && !names.includes(wanted)) {
    const message = `There is no artifact source "${wanted}".`;
    const place = required(primary, 'primaryArtifactRef') ?? primary;
    reportAt(place, 'unknown-entity', message, nearestHint(wanted, names));
    return [];
  }
  return sources.flatMap((source, index) => {
    if (!isOpen && names[index] !== wanted) return [];
    return readSource(source, names[index] ?? '') ?? [];
  });
}

function readSource(place: Place, identifier: string): ArtifactSource | undefined {
  const source = openMapping(place, ARTIFACT_SOURCE);
  const type = source === undefined ? undefined : required(source, 'type');
  if (source === undefined || type === undefined) return undefined;
  const spec = choice(type, ['AmazonMachineImage']) && required(source, 'spec');
  if (spec === undefined) return undefined;
  const opened = openMapping(spec, MACHINE_IMAGE);
  if (opened === undefined) return undefined;
  return {
    fqn: opened.fqn,
    identifier,
    type: 'AmazonMachineImage',
    version: requiredText(opened, 'version'),
    connectorRef: optionalText(opened, 'connectorRef'),
    region: optionalText(opened, 'region'),
  };
}
