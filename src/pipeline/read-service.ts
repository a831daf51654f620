// `service:`: what is deployed; of an Elastigroup service that is an AMI and a startup script.

import { nearestHint } from '../lib/nearest.ts';
import type { ArtifactSource, Service } from './entities.ts';
import {
  choice,
  type Keys,
  list,
  openMapping,
  optional,
  optionalText,
  required,
  requiredText,
} from './fields.ts';
import { type Place, reportAt } from './place.ts';
import { readConfigFiles } from './read-config-files.ts';
import { ENTITY_KEYS, readEntityIdentity } from './read-identity.ts';
import { readStoreFile } from './read-store-file.ts';
import { readVariables } from './read-variables.ts';

const SERVICE: Keys = {
  known: [...ENTITY_KEYS, 'serviceDefinition'],
  refused: { gitOpsEnabled: 'Leave it out.' },
};

const SPEC: Keys = {
  known: ['artifacts', 'variables', 'startupScript', 'configFiles'],
  refused: {
    manifests: 'An Elastigroup service has none.',
    variableOverrideSets: 'Write the values into the variables.',
    artifactOverrideSets: 'Write the values into the artifact.',
  },
};

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
  const definition =
    place === undefined ? undefined : openMapping(place, { known: ['type', 'spec'] });
  if (definition === undefined) return undefined;
  const type = required(definition, 'type');
  const isElastigroup = type !== undefined && choice(type, ['Elastigroup']) !== undefined;
  const spec = isElastigroup ? required(definition, 'spec') : undefined;
  return spec === undefined ? undefined : openMapping(spec, SPEC);
}

function readPrimary(spec: Place): Place | undefined {
  const place = optional(spec, 'artifacts');
  const artifacts =
    place === undefined
      ? undefined
      : openMapping(place, { known: ['primary'], refused: { sidecars: 'Leave them out.' } });
  const inner = artifacts === undefined ? undefined : required(artifacts, 'primary');
  return inner === undefined
    ? undefined
    : openMapping(inner, { known: ['primaryArtifactRef', 'sources'] });
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
  const source = openMapping(place, { known: ['identifier', 'type', 'spec'] });
  const type = source === undefined ? undefined : required(source, 'type');
  if (source === undefined || type === undefined) return undefined;
  const spec = choice(type, ['AmazonMachineImage']) && required(source, 'spec');
  if (spec === undefined) return undefined;
  const exact = 'Name one AMI with version: ami-….';
  const opened = openMapping(spec, {
    known: ['connectorRef', 'region', 'version'],
    refused: { versionRegex: exact, tags: exact, filters: exact },
  });
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
