// `secret:`: a secret text, given inline or by where to find it.
import { isInput } from '../expression/input.ts';
import { choice, openMapping, optional, required, requiredText } from './fields.ts';
import type { Secret } from './pipeline.ts';
import { type Place, reportAt, scalarOf } from './place.ts';
import { readEntityIdentity } from './read-identity.ts';
import { SECRET, SECRET_SPEC } from './shapes/entities.ts';

/** A secret without a value, as Harness exports it, or with one that is an input does not exist until a binding gives one. */
export function readSecret(place: Place): Secret | undefined {
  const secret = openMapping(place, SECRET);
  if (secret === undefined) return undefined;
  const { identifier, position } = readEntityIdentity(secret);
  if (requiredText(secret, 'type') !== 'SecretText') {
    const message =
      'Only secrets of type SecretText are read, so this one does not exist for runs.';
    reportAt(
      secret,
      'unsupported-field',
      message,
      'Nothing to do if no pipeline uses it.',
      'warning',
    );
    return undefined;
  }
  const specPlace = required(secret, 'spec');
  const spec = specPlace === undefined ? undefined : openMapping(specPlace, SECRET_SPEC);
  const type = spec === undefined ? undefined : required(spec, 'valueType');
  const valueType = type === undefined ? undefined : choice(type, ['Inline', 'Reference']);
  if (spec === undefined || valueType === undefined) return undefined;
  const value = optional(spec, 'value');
  const text = String(scalarOf(value?.node) ?? '');
  if (value === undefined || isInput(text)) {
    const hint = `Give it when you run: --${value === undefined ? 'set' : 'input'} ${place.fqn}=….`;
    reportAt(spec, 'missing-field', `The secret "${identifier}" has no value.`, hint, 'warning');
    return undefined;
  }
  return { identifier, valueType, value: text, position };
}
