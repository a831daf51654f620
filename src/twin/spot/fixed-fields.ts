// The fields of a group that Spot does not let anybody change once the group is there.
import type { JsonObject } from '../../lib/json.ts';
import { objectOf } from '../request-fields.ts';
import { spotError } from './spot-error.ts';

/** What is written again as it is, or was never said, is no change. */
export function refuseFixedFields(document: JsonObject, change: JsonObject): void {
  for (const path of [['region'], ['compute', 'product'], ['capacity', 'unit']]) {
    const before = at(document, path);
    const after = at(change, path);
    if (before === undefined || after === undefined || before === after) continue;
    const message = `failed to update group: ${path.join('.')} cannot be changed`;
    throw spotError('CANT_UPDATE_GROUP', message);
  }
}

function at(from: JsonObject, path: readonly string[]): JsonObject[string] {
  const [field = '', ...rest] = path;
  return rest.length === 0 ? from[field] : at(objectOf(from, field) ?? {}, rest);
}
