// JSON from outside; an empty body is an empty object, as clients send it with DELETE.
import type { Json } from '../../lib/json.ts';

/** Undefined when it is not JSON. */
export function parseJson(text: string): Json | undefined {
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
