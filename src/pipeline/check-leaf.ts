// Whether the value of a field has the type, and a text the form, that its shape says.
import { isInput } from '../expression/input.ts';
import { isJsonObject, type Json } from '../lib/json.ts';
import {
  describe,
  elementsOf,
  isAbsent,
  isList,
  isMapping,
  membersOf,
  type Place,
  reportAt,
  scalarOf,
} from './place.ts';
import { NAME, type Schema, VARIABLE_NAME } from './schema-words.ts';

const TYPES: Readonly<Record<string, { readonly words: string; fits(node: unknown): boolean }>> = {
  string: { words: 'a text', fits: (node) => typeof scalarOf(node) === 'string' },
  boolean: { words: 'true or false', fits: (node) => typeof scalarOf(node) === 'boolean' },
  array: { words: 'a list', fits: isList },
  object: { words: 'a mapping', fits: isMapping },
};

/** Only what stands in the schema itself is judged: what may be one of several things is the reader's. */
export function checkLeaf(place: Place, schema: Schema): void {
  const { type } = schema;
  const wanted = typeof type === 'string' ? TYPES[type] : undefined;
  if (wanted === undefined || isAbsent(place.node) || place.source.bound.has(place.node)) return;
  if (!wanted.fits(place.node)) reportWrongType(place, wanted.words);
  else if (schema === NAME || schema === VARIABLE_NAME) checkName(place, schema);
  const { items, additionalProperties: others } = schema;
  if (isSchema(items)) for (const element of elementsOf(place)) checkLeaf(element, items);
  if (isSchema(others)) for (const member of membersOf(place)) checkLeaf(member.place, others);
}

function isSchema(value: Json | undefined): value is Schema {
  return value !== undefined && isJsonObject(value);
}

/** An input that nobody has filled in is told as such. */
export function reportWrongType(place: Place, expected: string): void {
  const text = scalarOf(place.node);
  if (typeof text === 'string' && isInput(text)) {
    const open = `"${place.fqn}" is an open input.`;
    reportAt(
      place,
      'unbound-input',
      open,
      `Fill it in with --input ${place.fqn}=…: ${expected} belongs here, as YAML or JSON.`,
    );
    return;
  }
  const message = `Expected ${expected} here, but this is ${describe(place.node)}.`;
  reportAt(place, 'wrong-type', message, `Write ${expected} as the value of ${place.fqn}.`);
}

function checkName(place: Place, schema: Schema): void {
  const text = String(scalarOf(place.node));
  if (text.trim() === '' || new RegExp(String(schema['pattern'])).test(text)) return;
  const message = `"${text}" cannot be a name here.`;
  const hint =
    schema === NAME
      ? 'Use up to 128 letters, digits, blanks, dots, dashes and underscores.'
      : 'Use up to 128 letters, digits, dots, dashes, dollars and underscores, and a letter in front.';
  reportAt(place, 'wrong-value', message, hint);
}
