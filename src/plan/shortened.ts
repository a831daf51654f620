// A value in so few characters that it can stand in a label.
import { textOf } from '../expression/text-of.ts';
import type { Json } from '../lib/json.ts';

export function shortened(value: Json): string {
  const text = textOf(value);
  return text.length > 40 ? `${text.slice(0, 37)}…` : text;
}
