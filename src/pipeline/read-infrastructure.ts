// `infrastructureDefinition:`: the Spot account and the group document that a stage deploys with.

import type { Infrastructure } from './entities.ts';
import { choice, openMapping, optional, required, requiredText } from './fields.ts';
import type { Place } from './place.ts';
import { readEntityIdentity } from './read-identity.ts';
import { readStoreFile } from './read-store-file.ts';
import { INFRASTRUCTURE, INFRASTRUCTURE_SPEC } from './shapes/entities.ts';

export function readInfrastructure(place: Place): Infrastructure | undefined {
  const infrastructure = openMapping(place, INFRASTRUCTURE);
  if (infrastructure === undefined) return undefined;
  const deploymentType = optional(infrastructure, 'deploymentType');
  if (deploymentType !== undefined) choice(deploymentType, ['Elastigroup']);
  const type = required(infrastructure, 'type');
  const isElastigroup = type !== undefined && choice(type, ['Elastigroup']) !== undefined;
  const spec = isElastigroup ? readSpec(infrastructure) : undefined;
  return {
    ...readEntityIdentity(infrastructure),
    environmentRef: requiredText(infrastructure, 'environmentRef'),
    connectorRef: spec === undefined ? '' : requiredText(spec, 'connectorRef'),
    configurationFile: (spec && readConfiguration(spec)) ?? '',
  };
}

function readSpec(infrastructure: Place): Place | undefined {
  const place = required(infrastructure, 'spec');
  if (place === undefined) return undefined;
  return openMapping(place, INFRASTRUCTURE_SPEC);
}

function readConfiguration(spec: Place): string | undefined {
  const configuration = required(spec, 'configuration');
  return configuration === undefined ? undefined : readStoreFile(configuration);
}
