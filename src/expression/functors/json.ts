// `json.object`, `json.select`, `json.list` and `json.format`: values out of JSON texts.
import { isJsonObject, type Json } from '../../lib/json.ts';
import { nearest } from '../../lib/nearest.ts';
import { counted, list, type MethodResult } from '../methods/method.ts';
import { textOf } from '../text-of.ts';
import type { Functor } from './functor.ts';
import { selectPath } from './json-path/select-path.ts';

export const JSON_FUNCTORS: readonly (readonly [string, Functor])[] = [
  ['json.object', (args) => withDocument('json.object', args, 1, (value) => ({ value }))],
  [
    'json.select',
    (args) => withDocument('json.select', args, 2, (document, path) => select(document, path)),
  ],
  [
    'json.list',
    (args) => withDocument('json.list', args, 2, (document, path) => listed(document, path)),
  ],
  ['json.format', format],
];

const MAX_DEPTH = 64;

/** The document is the last argument, a text or a value; a path may stand in front of it. */
function withDocument(
  name: string,
  args: readonly Json[],
  count: number,
  use: (document: Json, path: string) => MethodResult,
): MethodResult {
  const document = args.at(-1);
  if (args.length !== count || document === undefined) {
    return { message: `${name} takes ${counted(count, count)}` };
  }
  const parsed = typeof document === 'string' ? parse(document) : document;
  if (parsed === undefined) {
    return { message: `${name} takes a JSON text; ${shortened(document)} is none` };
  }
  return isTooDeep(parsed)
    ? { message: `${name} takes JSON of ${MAX_DEPTH} levels at most` }
    : use(parsed, textOf(args[0] ?? ''));
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function isTooDeep(document: Json): boolean {
  let level: readonly Json[] = [document];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap((value) => {
      if (Array.isArray(value)) return value;
      return isJsonObject(value) ? Object.values(value).map((each) => each ?? null) : [];
    });
  }
  return false;
}

/** A path that may find many yields its only find, as in Harness. */
function select(document: Json, path: string): MethodResult {
  const found = selectPath(document, path);
  switch (found.kind) {
    case 'one':
      return { value: found.value };
    case 'many':
      return found.values.length === 1 ? { value: found.values[0] ?? null } : list(found.values);
    case 'none': {
      const meant = nearest(path.split(/[.[\]]/).at(-1) ?? '', found.known);
      const hint = meant === undefined ? '' : `; did you mean "${meant}" there?`;
      const message = `the JSON has nothing at "${path}": it ends at "${found.reached}"${hint}`;
      return { message, reason: 'name' };
    }
    case 'invalid':
      return { message: `"${shortened(path)}" is not a path that can be used: ${found.message}` };
  }
}

function listed(document: Json, path: string): MethodResult {
  const found = selectPath(document, path);
  if (found.kind === 'many') return list(found.values);
  if (found.kind === 'one') {
    return Array.isArray(found.value) ? list(found.value) : { value: [found.value] };
  }
  return select(document, path);
}

function format(args: readonly Json[]): MethodResult {
  const [value] = args;
  return value === undefined || args.length !== 1
    ? { message: `json.format takes ${counted(1, 1)}` }
    : { value: JSON.stringify(value) };
}

function shortened(value: Json): string {
  const text = textOf(value);
  return text.length > 40 ? `${text.slice(0, 37)}…` : text;
}
