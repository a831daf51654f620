// The words of the language's JSON Schema: fragments that many fields share.
import type { JsonObject } from '../lib/json.ts';

export type Schema = JsonObject;

export const TEXT: Schema = { type: 'string' };

/** A text with `<+…>` somewhere in it. */
export const EXPRESSION: Schema = { type: 'string', pattern: '<\\+' };

export const IDENTIFIER: Schema = { type: 'string', pattern: '^[a-zA-Z_][0-9a-zA-Z_]{0,127}$' };
