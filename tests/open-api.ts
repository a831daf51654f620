// Says where a value does not fit a schema of an OpenAPI description, as far as Spot's goes.
import { isJsonObject, type Json, type JsonObject } from '../src/lib/json.ts';

/**
 * The places of a value that fit neither the type of their schema nor the type of its example: in
 * Spot's description the two contradict each other now and then, and the example is right.
 * `nullable` names members that may be null although the description does not say so.
 */
export function misfits(
  value: Json,
  schema: JsonObject,
  nullable: readonly string[],
  at = '',
): string[] {
  const choices = schema['anyOf'] ?? schema['oneOf'];
  if (Array.isArray(choices)) {
    const tried = (choices as readonly JsonObject[]).map((each) =>
      misfits(value, each, nullable, at),
    );
    return tried.find((each) => each.length === 0) ?? tried[0] ?? [];
  }
  if (value === null) {
    const isKnown = nullable.includes(at.slice(at.lastIndexOf('.') + 1));
    return isKnown || schema['example'] === null ? [] : [`${at}: is null`];
  }
  const type = typeOf(value);
  if (!fitsType(type, schema)) return [`${at}: is ${type}, not ${String(schema['type'])}`];
  if (Array.isArray(schema['enum']) && !schema['enum'].includes(value)) {
    return [`${at}: ${String(value)} is none of its values`];
  }
  if (Array.isArray(value)) {
    const items = isJsonObject(schema['items']) ? schema['items'] : {};
    return value.flatMap((each: Json, index) => misfits(each, items, nullable, `${at}[${index}]`));
  }
  return isJsonObject(value) ? misfitMembers(value, schema, nullable, at) : [];
}

function misfitMembers(
  value: JsonObject,
  schema: JsonObject,
  nullable: readonly string[],
  at: string,
): string[] {
  const members = schema['properties'];
  if (!isJsonObject(members)) return [];
  const required = (schema['required'] ?? []) as readonly string[];
  const missing = required
    .filter((name) => value[name] === undefined)
    .map((name) => `${at}.${name}: is missing`);
  const wrong = Object.entries(value).flatMap(([name, each]) => {
    const member = members[name];
    if (isJsonObject(member)) return misfits(each ?? null, member, nullable, `${at}.${name}`);
    return [`${at}.${name}: is not described`];
  });
  return [...missing, ...wrong];
}

function fitsType(type: string, schema: JsonObject): boolean {
  const expected = schema['type'];
  if (expected === undefined || expected === type) return true;
  if (expected === 'number' && type === 'integer') return true;
  const { example } = schema;
  return example !== undefined && example !== null && isSameKind(typeOf(example), type);
}

function isSameKind(one: string, other: string): boolean {
  const isNumber = (type: string): boolean => type === 'integer' || type === 'number';
  return one === other || (isNumber(one) && isNumber(other));
}

function typeOf(value: Json): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}
