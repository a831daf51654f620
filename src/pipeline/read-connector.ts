// `connector:`: an account at a provider; whoever connects knows which spec its type needs.
import { isJsonObject } from '../lib/json.ts';
import type { Connector } from './entities.ts';
import { openMapping, required, requiredText } from './fields.ts';
import { jsonOf, type Place } from './place.ts';
import { readEntityIdentity } from './read-identity.ts';
import { CONNECTOR } from './shapes/entities.ts';

export function readConnector(place: Place): Connector | undefined {
  const connector = openMapping(place, CONNECTOR);
  if (connector === undefined) return undefined;
  const spec = required(connector, 'spec');
  const json = jsonOf(spec?.node);
  return {
    ...readEntityIdentity(connector),
    type: requiredText(connector, 'type'),
    spec: isJsonObject(json) ? json : {},
  };
}
