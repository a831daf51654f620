// Typed reading of one YAML mapping: each accessor reports what is wrong and answers a usable value.

import { nearestHint } from '../lib/nearest.ts';
import { checkLeaf, reportWrongType } from './check-leaf.ts';
import { givenStructure } from './given-structure.ts';
import {
  asksForNothing,
  elementsOf,
  isAbsent,
  isList,
  isMapping,
  memberOf,
  membersOf,
  type Place,
  reportAt,
  scalarOf,
} from './place.ts';
import type { Shape } from './shapes/shape.ts';

/** The keys of a mapping whose fields have no shape of their own. */
export interface Keys extends Pick<Shape, 'refused' | 'refusedCode' | 'ignored'> {
  readonly known: readonly string[];
}

/** The mapping at a place once its keys are checked; undefined (and reported) if it is none. */
export function openMapping(written: Place, shape: Shape | Keys): Place | undefined {
  const place = givenStructure(written);
  if (!isMapping(place.node)) {
    reportWrongType(place, 'a mapping');
    return undefined;
  }
  for (const member of membersOf(place)) checkKey(member.key, member.place, shape);
  return place;
}

/** The value of a key; undefined when the key or its value is not there. */
export function optional(mapping: Place, key: string): Place | undefined {
  const member = memberOf(mapping, key);
  return member === undefined || isAbsent(member.node) ? undefined : member;
}

export function required(mapping: Place, key: string): Place | undefined {
  const member = optional(mapping, key);
  if (member === undefined) reportMissing(mapping, key);
  return member;
}

export function optionalText(mapping: Place, key: string): string | undefined {
  const member = optional(mapping, key);
  return member === undefined ? undefined : textAt(member);
}

/** The text of a key, or an empty one after it was reported. */
export function requiredText(mapping: Place, key: string): string {
  const member = required(mapping, key);
  if (member === undefined) return '';
  const text = textAt(member);
  if (text?.trim() === '') reportMissing(mapping, key);
  return text ?? '';
}

/** A text that must be one of the given; anything else is reported and answers undefined. */
export function choice<Value extends string>(
  place: Place,
  values: readonly Value[],
): Value | undefined {
  const text = textAt(place);
  const value = values.find((candidate) => candidate === text);
  if (text !== undefined && value === undefined) {
    const message = `"${text}" is not possible here: it must be one of ${values.join(', ')}.`;
    reportAt(place, 'wrong-value', message, nearestHint(text, values));
  }
  return value;
}

/** The elements of a list; none (after a report) when something else stands there. */
export function list(mapping: Place, key: string): readonly Place[] {
  const written = optional(mapping, key);
  if (written === undefined) return [];
  const member = givenStructure(written);
  if (!isList(member.node)) reportWrongType(member, 'a list');
  return elementsOf(member);
}

export function requiredList(mapping: Place, key: string): readonly Place[] {
  const member = required(mapping, key);
  const elements = list(mapping, key);
  if (member !== undefined && isList(givenStructure(member).node) && elements.length === 0)
    reportMissing(mapping, key);
  return elements;
}

export function textAt(place: Place): string | undefined {
  const value = scalarOf(place.node);
  if (typeof value === 'string') return value;
  reportWrongType(place, 'a text');
  return undefined;
}

function reportMissing(mapping: Place, key: string): void {
  const where = mapping.fqn === '' ? '' : ` of ${mapping.fqn}`;
  reportAt(mapping, 'missing-field', `The field "${key}"${where} is missing.`, `Add "${key}".`);
}

function checkKey(key: string, place: Place, shape: Shape | Keys): void {
  const { refused = {}, ignored = {} } = shape;
  const advice = Object.hasOwn(refused, key) ? refused[key] : undefined;
  if (advice !== undefined) {
    if (asksForNothing(place.node)) return;
    reportAt(place, shape.refusedCode ?? 'unsupported-field', `"${key}" is not supported.`, advice);
    return;
  }
  if (Object.hasOwn(ignored, key)) {
    if (asksForNothing(place.node)) return;
    const message = `"${key}" has no effect: ${ignored[key]}.`;
    reportAt(place, 'unsupported-field', message, 'It may stay or be removed.', 'warning');
    return;
  }
  if ('others' in shape && shape.others !== undefined) return;
  const schema =
    'fields' in shape && Object.hasOwn(shape.fields, key) ? shape.fields[key] : undefined;
  if (schema !== undefined) checkLeaf(place, schema);
  const known = 'known' in shape ? shape.known : Object.keys(shape.fields);
  if (known.includes(key)) return;
  const message = `Nothing reads the field "${key}", so it has no effect.`;
  reportAt(place, 'unknown-field', message, nearestHint(key, known), 'warning');
}
