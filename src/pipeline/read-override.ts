// `overrides:` and `serviceOverrides:`: what is different where a service meets an environment or infrastructure.
import { type Override, type OverrideType, OVERRIDE_TYPES as TYPES } from './entities.ts';
import { choice, openMapping, optional, optionalText, required } from './fields.ts';
import { type Place, positionOf, reportAt } from './place.ts';
import { readConfigFiles } from './read-config-files.ts';
import { readVariables } from './read-variables.ts';
import { OVERRIDE, OVERRIDE_SPEC } from './shapes/entities.ts';

export function readOverride(place: Place): Override | undefined {
  const mapping = openMapping(place, OVERRIDE);
  if (mapping === undefined) return undefined;
  if (required(mapping, 'environmentRef') === undefined) return undefined;
  const environmentRef = optionalText(mapping, 'environmentRef') ?? '';
  const serviceRef = optionalText(mapping, 'serviceRef');
  const infrastructureRef =
    optionalText(mapping, 'infraIdentifier') ?? optionalText(mapping, 'infraId');
  const spec = optional(mapping, 'spec');
  const values = spec === undefined ? mapping : openMapping(spec, OVERRIDE_SPEC);
  const type = typeOf(serviceRef, infrastructureRef);
  checkType(mapping, type);
  return {
    identifier: [environmentRef, serviceRef, infrastructureRef].filter(Boolean).join('_'),
    type,
    environmentRef,
    serviceRef,
    infrastructureRef,
    orgIdentifier: optionalText(mapping, 'orgIdentifier'),
    projectIdentifier: optionalText(mapping, 'projectIdentifier'),
    variables: values === undefined ? [] : readVariables(values),
    variablesPath: `${values?.fqn ?? mapping.fqn}.variables`,
    configFiles: values === undefined ? [] : readConfigFiles(values),
    position: positionOf(mapping),
  };
}

function typeOf(service: string | undefined, infrastructure: string | undefined): OverrideType {
  if (infrastructure === undefined) {
    return service === undefined ? 'ENV_GLOBAL_OVERRIDE' : 'ENV_SERVICE_OVERRIDE';
  }
  return service === undefined ? 'INFRA_GLOBAL_OVERRIDE' : 'INFRA_SERVICE_OVERRIDE';
}

/** What it says of itself must agree with what it names. */
function checkType(mapping: Place, type: OverrideType): void {
  const place = optional(mapping, 'type');
  const written = place && choice(place, TYPES);
  if (place === undefined || written === undefined || written === type) return;
  const message = `An override with these references is of type ${type}, not ${written}.`;
  const hint = 'Correct the type, or name service and infrastructure as the type asks for.';
  reportAt(place, 'wrong-value', message, hint);
}
