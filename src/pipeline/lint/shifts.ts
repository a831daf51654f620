// What a traffic shift step asks for, as far as its text tells.
import { isJsonObject, type Json, type JsonObject } from '../../lib/json.ts';
import type { Step } from '../pipeline.ts';

export interface Shift {
  readonly type: string;
  readonly spec: JsonObject;
}

export function shiftOf({ spec }: Step): Shift {
  const wrapper = objectIn(spec, 'elastigroupTrafficShiftWrapper');
  return { type: String(wrapper['type'] ?? ''), spec: objectIn(wrapper, 'spec') };
}

/** The load balancers that a setup step names. */
export function loadBalancersOf({ spec }: Step): readonly JsonObject[] {
  const listed = spec['loadBalancers'];
  if (!Array.isArray(listed)) return [];
  return listed.filter((each: Json) => isJsonObject(each)).map((each) => objectIn(each, 'spec'));
}

function objectIn(object: JsonObject, key: string): JsonObject {
  const value = object[key];
  return value !== undefined && isJsonObject(value) ? value : {};
}
