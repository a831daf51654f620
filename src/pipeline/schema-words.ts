// The words of the language's JSON Schema: fragments that many fields share.
import type { JsonObject } from '../lib/json.ts';

export type Schema = JsonObject;

export const TEXT: Schema = { type: 'string' };

/** A text that is not blank. */
export const WORD: Schema = { ...TEXT, pattern: '\\S' };

/** A text with `<+…>` somewhere in it. */
export const EXPRESSION: Schema = { type: 'string', pattern: '<\\+' };

/** A value that is given when the run starts. */
const INPUT: Schema = { type: 'string', pattern: '^<\\+input>' };

export const IDENTIFIER: Schema = { type: 'string', pattern: '^[a-zA-Z_][0-9a-zA-Z_]{0,127}$' };

/** Of a variable, as scripts and expressions call it. */
export const VARIABLE_NAME_PATTERN: RegExp = /^[a-zA-Z_][0-9a-zA-Z_.$-]{0,127}$/;
export const VARIABLE_NAME: Schema = { type: 'string', pattern: VARIABLE_NAME_PATTERN.source };

export const NAME: Schema = { type: 'string', pattern: '^[a-zA-Z_0-9.-][-0-9a-zA-Z_\\s.]{0,127}$' };

/** Digits with a unit, once or more: `10m`, `1d 2h`. */
export const DURATION: Schema = { type: 'string', pattern: '^\\s*(\\d+\\s?[smhdw]\\s?)+$' };

/** Steps that wait count milliseconds too. */
export const FINE_DURATION: Schema = {
  type: 'string',
  pattern: '^\\s*(\\d+\\s?(ms|[smhdw])\\s?)+$',
};

export const FLAG: Schema = { type: 'boolean' };

export const TAGS: Schema = { type: 'object', additionalProperties: TEXT };

export const COUNT: Schema = { type: 'integer', minimum: 0 };

export function orExpression(schema: Schema): Schema {
  return { anyOf: [schema, EXPRESSION] };
}

export function orInput(schema: Schema): Schema {
  return { anyOf: [schema, INPUT] };
}

export function listOf(items: Schema, minItems = 0): Schema {
  return { type: 'array', items, ...(minItems > 0 && { minItems }) };
}

export function oneOf(values: readonly string[]): Schema {
  return { enum: [...values] };
}

/** Another construct of the language by its name. */
export function ref(name: string): Schema {
  return { $ref: `#/definitions/${name}` };
}

/** A field that Harness knows: it may only stand there empty. */
export function without(advice: string): Schema {
  const empty = [{ enum: [null, '', false, 'false'] }, { type: 'array', maxItems: 0 }];
  return {
    description: `Not supported. ${advice}`,
    anyOf: [...empty, { type: 'object', maxProperties: 0 }],
  };
}
