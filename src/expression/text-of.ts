// The text of a value where an expression stands inside a text.
import type { Json } from '../lib/json.ts';

export function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
