// `service:`: what is deployed; of an Elastigroup service that is an AMI and a startup script.

import { nearestHint } from '../lib/nearest.ts';
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
import type { Service } from './pipeline.ts';
import { type Place, reportAt } from './place.ts';
import { ENTITY_KEYS, readEntityIdentity } from './read-identity.ts';
import { readStoreFile } from './read-store-file.ts';
import { readVariables } from './read-variables.ts';

const SERVICE: Keys = {
  known: [...ENTITY_KEYS, 'serviceDefinition'],
  refused: { gitOpsEnabled: 'Leave it out.' },
};

const SPEC: Keys = {
  known: ['artifacts', 'variables', 'startupScript'],
  refused: {
    configFiles: 'Put what the instances need into the startup script or the AMI.',
    manifests: 'An Elastigroup service has none.',
    variableOverrideSets: 'Write the values into the variables.',
    artifactOverrideSets: 'Write the values into the artifact.',
  },
};

export function readService(place: Place): Service | undefined {
  const service = openMapping(place, SERVICE);
  if (service === undefined) return undefined;
  const spec = readDefinition(service);
  const version = spec === undefined ? undefined : readAmi(spec);
  const script = spec === undefined ? undefined : optional(spec, 'startupScript');
  return {
    ...readEntityIdentity(service),
    variables: spec === undefined ? [] : readVariables(spec),
    amiVersion: version === undefined ? undefined : optionalText(version, 'version'),
    amiVersionPath: version === undefined ? undefined : `${version.fqn}.version`,
    startupScriptFile: script === undefined ? undefined : readStoreFile(script),
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

/** The spec of the primary artifact's source. */
function readAmi(spec: Place): Place | undefined {
  const place = optional(spec, 'artifacts');
  const artifacts =
    place === undefined
      ? undefined
      : openMapping(place, { known: ['primary'], refused: { sidecars: 'Leave them out.' } });
  const inner = artifacts === undefined ? undefined : required(artifacts, 'primary');
  const primary =
    inner === undefined
      ? undefined
      : openMapping(inner, { known: ['primaryArtifactRef', 'sources'] });
  const source = primary === undefined ? undefined : primarySource(primary);
  return source === undefined ? undefined : readSource(source);
}

/** An only source is the primary one even while its reference is an unbound input. */
function primarySource(primary: Place): Place | undefined {
  const reference = required(primary, 'primaryArtifactRef');
  const sources = list(primary, 'sources');
  const wanted = reference === undefined ? '' : requiredText(primary, 'primaryArtifactRef');
  const found = sources.find((source) => optionalText(source, 'identifier') === wanted);
  if (found !== undefined) return found;
  if (wanted.startsWith('<+input>') && sources.length === 1) return sources[0];
  if (reference === undefined) return undefined;
  const names = sources.map((source) => optionalText(source, 'identifier') ?? '');
  if (wanted.startsWith('<+input>')) {
    const message =
      'There are several artifact sources, and which one is primary is an open input.';
    reportAt(reference, 'unbound-input', message, `Give it: --input ${reference.fqn}=${names[0]}.`);
  } else {
    const message = `There is no artifact source "${wanted}".`;
    reportAt(reference, 'unknown-entity', message, nearestHint(wanted, names));
  }
  return undefined;
}

function readSource(place: Place): Place | undefined {
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
  if (opened !== undefined) requiredText(opened, 'version');
  return opened;
}
