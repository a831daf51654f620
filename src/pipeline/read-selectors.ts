// `delegateSelectors:`: the labels that the runner of a step must have.

import { reportWrongType } from './check-leaf.ts';
import { optional, textAt } from './fields.ts';
import { givenStructure } from './given-structure.ts';
import type { Selectors } from './pipeline.ts';
import { elementsOf, isList, type Place, scalarOf } from './place.ts';

export function readSelectors(mapping: Place): Selectors {
  const place = optional(mapping, 'delegateSelectors');
  if (place === undefined) return [];
  const text = scalarOf(place.node);
  if (typeof text === 'string' && text.includes('<+')) return text;
  const given = givenStructure(place);
  if (!isList(given.node)) {
    reportWrongType(place, 'a list of texts or an expression');
    return [];
  }
  return elementsOf(given).flatMap((element) => textAt(element) ?? []);
}
