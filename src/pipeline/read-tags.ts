// `tags:`: names with values that only expressions and people read.
import { reportWrongType } from './check-leaf.ts';
import { optional } from './fields.ts';
import type { Tags } from './pipeline.ts';
import { isMapping, membersOf, type Place, scalarOf } from './place.ts';

/** A tag without a value has an empty one. */
export function readTags(mapping: Place): Tags {
  const place = optional(mapping, 'tags');
  if (place === undefined) return {};
  if (!isMapping(place.node)) reportWrongType(place, 'a mapping of names to texts');
  const tags = membersOf(place).map(({ key, place: tag }) => {
    const value = scalarOf(tag.node);
    if (value === undefined) reportWrongType(tag, 'a text');
    return [key, String(value ?? '')];
  });
  return Object.fromEntries(tags);
}
