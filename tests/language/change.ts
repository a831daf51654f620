// One change somewhere in a document: a field lost, emptied, or of another type.
import type { Json, JsonObject } from '../../src/lib/json.ts';
import { pick } from '../fuzz/damage.ts';
import type { Random } from '../simulation/random.ts';

/** No `<+input>`: it may stand for any structure here, where Harness's schema has it in some places only. */
const OTHERS: readonly Json[] = [
  '',
  'x',
  '5s',
  7,
  -1,
  2.5,
  true,
  false,
  [],
  {},
  ['x'],
  '<+pipeline.name>',
];

/** A copy with one change. */
export function changed(document: JsonObject, random: Random): JsonObject {
  // Without its root it would be no pipeline at all, but some other file.
  const places = placesOf(document).filter((path) => path.length > 1);
  const path = pick(random, places);
  const key = path.at(-1) ?? '';
  const copy = structuredClone(document) as JsonObject;
  const parent = path
    .slice(0, -1)
    .reduce<Record<string, Json>>(
      (at, step) => at[step] as Record<string, Json>,
      copy as Record<string, Json>,
    );
  if (random.chance(0.4)) {
    if (Array.isArray(parent)) parent.splice(Number(key), 1);
    else delete parent[key];
  } else parent[key] = pick(random, OTHERS);
  return copy;
}

function placesOf(value: Json, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [
    [...path, key],
    ...placesOf(member ?? null, [...path, key]),
  ]);
}
