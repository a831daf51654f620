// `environment:`: where it is deployed, with variables of its own.

import type { Environment } from './entities.ts';
import { choice, openMapping, optional, required } from './fields.ts';
import type { Place } from './place.ts';
import { readConfigFiles } from './read-config-files.ts';
import { readEntityIdentity } from './read-identity.ts';
import { readVariables } from './read-variables.ts';
import { ENVIRONMENT, ENVIRONMENT_OVERRIDES } from './shapes/entities.ts';

export function readEnvironment(place: Place): Environment | undefined {
  const environment = openMapping(place, ENVIRONMENT);
  if (environment === undefined) return undefined;
  const type = required(environment, 'type');
  const written = optional(environment, 'overrides');
  const overrides = written && openMapping(written, ENVIRONMENT_OVERRIDES);
  return {
    ...readEntityIdentity(environment),
    type: (type && choice(type, ['Production', 'PreProduction'])) ?? '',
    variables: readVariables(environment),
    configFiles: overrides === undefined ? [] : readConfigFiles(overrides),
  };
}
