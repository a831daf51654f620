// A step's `spec:` as JSON; what its type's definition finds wrong is reported at its exact place.
import { isScalar } from 'yaml';
import { isJsonObject, type JsonObject } from '../lib/json.ts';
import { openMapping, optional } from './fields.ts';
import { givenStructure, putInPlace } from './given-structure.ts';
import { elementsOf, isMapping, jsonOf, memberOf, type Place, reportAt } from './place.ts';
import { checkWrittenSpec } from './step-types/step-types.ts';

export function readStepSpec(step: Place, type: string): JsonObject {
  const place = optional(step, 'spec');
  if (place !== undefined && !isMapping(place.node)) {
    const given = givenStructure(place);
    if (isMapping(given.node)) return readSpec(given, type);
    openMapping(place, { known: [] });
    return {};
  }
  return readSpec(place ?? { ...step, node: undefined }, type);
}

function readSpec(spec: Place, type: string): JsonObject {
  convertBound(spec, type);
  for (const problem of checkWrittenSpec(type, jsonObject(spec))) {
    const { code, message, hint, severity } = problem;
    reportAt(deepest(spec, problem.path), code, message, hint, severity);
  }
  return jsonObject(spec);
}

/** A value from the command line is a text; where the type wants something else it becomes that. */
function convertBound(spec: Place, type: string): void {
  for (const { path } of checkWrittenSpec(type, jsonObject(spec))) {
    const place = deepest(spec, path);
    const { node, source } = place;
    if (!isScalar(node) || typeof node.value !== 'string') continue;
    const given = givenStructure(place);
    if (given !== place) putInPlace(deepest(spec, path.slice(0, -1)), place, given);
    if (!source.bound.has(node)) continue;
    if (/^-?\d+$/.test(node.value)) node.value = Number(node.value);
    else if (/^(true|false)$/.test(node.value)) node.value = node.value === 'true';
  }
}

/** The place a path leads to, or the last one on the way that exists. */
function deepest(start: Place, path: readonly (string | number)[]): Place {
  let place = start;
  for (const segment of path) {
    const next =
      typeof segment === 'number' ? elementsOf(place)[segment] : memberOf(place, segment);
    if (next === undefined) return place;
    place = next;
  }
  return place;
}

function jsonObject(place: Place): JsonObject {
  const json = jsonOf(place.node);
  return isJsonObject(json) ? json : {};
}
