// `store:` of an entity: the one file in the project's file store that it refers to.
import { choice, list, openMapping, required, textAt } from './fields.ts';
import { type Place, reportAt } from './place.ts';
import { STORE, STORE_SPEC } from './shapes/entities.ts';

/** The file's reference as written, such as `/spot/spot-cfg`. */
export function readStoreFile(place: Place): string | undefined {
  const holder = openMapping(place, { known: ['store'] });
  const inner = holder === undefined ? undefined : required(holder, 'store');
  const store = inner === undefined ? undefined : openMapping(inner, STORE);
  const type = store === undefined ? undefined : required(store, 'type');
  if (store === undefined || type === undefined || choice(type, ['Harness']) === undefined)
    return undefined;
  const specPlace = required(store, 'spec');
  const spec = specPlace === undefined ? undefined : openMapping(specPlace, STORE_SPEC);
  return spec === undefined ? undefined : onlyFile(spec);
}

function onlyFile(spec: Place): string | undefined {
  const files = required(spec, 'files');
  const [first, second] = list(spec, 'files');
  if (second !== undefined)
    reportAt(second, 'wrong-value', 'Only one file can be named here.', 'Remove the others.');
  if (first !== undefined) return textAt(first);
  if (files !== undefined)
    reportAt(files, 'missing-field', 'No file is named here.', 'Name one, such as /spot/group.');
  return undefined;
}
