// JSON from outside; an empty body is an empty object, as clients send it with DELETE.
import type { Json } from '../../lib/json.ts';

const DEEPEST = 64;

/** Undefined when it is not JSON, or nests deeper than any request of these APIs. */
export function parseJson(text: string): Json | undefined {
  if (text.trim() === '') return {};
  try {
    return depthOf(text) > DEEPEST ? undefined : (JSON.parse(text) as Json);
  } catch {
    return undefined;
  }
}

function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [token] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{}]/gs)) {
    if (token === '[' || token === '{') deepest = Math.max(deepest, ++depth);
    else if (token === ']' || token === '}') depth -= 1;
  }
  return deepest;
}
