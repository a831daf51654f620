// `environment:`: where it is deployed, with variables of its own.
import { choice, openMapping, required } from './fields.ts';
import type { Environment } from './pipeline.ts';
import type { Place } from './place.ts';
import { ENTITY_KEYS, readEntityIdentity } from './read-identity.ts';
import { readVariables } from './read-variables.ts';

export function readEnvironment(place: Place): Environment | undefined {
  const environment = openMapping(place, {
    known: [...ENTITY_KEYS, 'type', 'variables'],
    refused: { overrides: 'Write the values into the service.' },
  });
  if (environment === undefined) return undefined;
  const type = required(environment, 'type');
  return {
    ...readEntityIdentity(environment),
    type: (type && choice(type, ['Production', 'PreProduction'])) ?? '',
    variables: readVariables(environment),
  };
}
