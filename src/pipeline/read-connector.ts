// `connector:`: an account at a provider; whoever connects knows which spec its type needs.
import { isJsonObject } from '../lib/json.ts';
import type { Connector } from './entities.ts';
import { openMapping, required, requiredText } from './fields.ts';
import { jsonOf, type Place } from './place.ts';
import { ENTITY_KEYS, readEntityIdentity } from './read-identity.ts';

export function readConnector(place: Place): Connector | undefined {
  const connector = openMapping(place, {
    known: [...ENTITY_KEYS, 'type', 'spec'],
  });
  if (connector === undefined) return undefined;
  const spec = required(connector, 'spec');
  const json = jsonOf(spec?.node);
  return {
    ...readEntityIdentity(connector),
    type: requiredText(connector, 'type'),
    spec: isJsonObject(json) ? json : {},
  };
}
