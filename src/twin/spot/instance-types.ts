// The instance types that a group may have.
import type { JsonObject } from '../../lib/json.ts';
import { objectOf, textOf, textsOf } from '../request-fields.ts';

/** Spot types in the order they are tried: the preferred ones first. */
export function spotTypesOf(document: JsonObject): readonly string[] {
  const spot = textsOf(typesOf(document), 'spot') ?? [];
  return [...new Set([...preferredTypesOf(document), ...spot])];
}

export function preferredTypesOf(document: JsonObject): readonly string[] {
  return textsOf(typesOf(document), 'preferredSpot') ?? [];
}

export function onDemandTypeOf(document: JsonObject): string {
  const types = typesOf(document);
  return textOf(types, 'ondemand') ?? textsOf(types, 'onDemandTypes')?.[0] ?? 't3.small';
}

function typesOf(document: JsonObject): JsonObject {
  return objectOf(objectOf(document, 'compute') ?? {}, 'instanceTypes') ?? {};
}
