// Grows documents from a JSON Schema: whatever the schema allows, drawn from a seed.
import type { Json, JsonObject } from '../../src/lib/json.ts';
import { pick } from '../fuzz/damage.ts';
import type { Random } from '../simulation/random.ts';

/** `by` words what the schema alone cannot say: by the name of a definition, of a field, or by a pattern. */
export interface Growth {
  readonly root: JsonObject;
  readonly random: Random;
  /** The value of a field by its name; undefined leaves it to the schema. */
  field(name: string, schema: JsonObject): Json | undefined;
  /** Whether a field is always there although the schema does not say so. */
  isNeeded(name: string): boolean;
  /** A text that fits a pattern; `like` is what may stand in the same place instead. */
  text(pattern: string, like: JsonObject | undefined): string;
  /** The odds that an optional field is there, by how deep it lies. */
  odds(depth: number): number;
}

const MOST_ELEMENTS = 3;
const EXPRESSION = '<\\+';
const WORD = '\\S';

/** One of some words: no expression at hand gives one. */
function hasWords(schema: JsonObject | undefined): boolean {
  return Array.isArray(schema?.['enum']) && !schema['enum'].includes(true);
}

export function grow(schema: JsonObject, growth: Growth, depth = 0): Json {
  const { random } = growth;
  const chosen = resolved(schema, growth);
  const options = alternatives(chosen);
  if (options !== undefined) {
    const option = pick(random, options);
    const like = options.find((each) => each !== option);
    const isText = option['type'] === 'string' && typeof option['pattern'] === 'string';
    if (isText && option['pattern'] === EXPRESSION && hasWords(like))
      return grow(like ?? {}, growth, depth);
    return isText ? growth.text(String(option['pattern']), like) : grow(option, growth, depth);
  }
  if ('const' in chosen) return chosen['const'] ?? null;
  if (Array.isArray(chosen['enum'])) return pick(random, chosen['enum'] as readonly Json[]);
  switch (typeOf(chosen, random)) {
    case 'object':
      return growObject(chosen, growth, depth);
    case 'array':
      return growArray(chosen, growth, depth);
    case 'integer':
    case 'number':
      return between(chosen, random);
    case 'boolean':
      return random.chance(0.5);
    default:
      return growth.text(String(chosen['pattern'] ?? (chosen['minLength'] ? WORD : '')), undefined);
  }
}

function growObject(schema: JsonObject, growth: Growth, depth: number): JsonObject {
  const { random } = growth;
  const properties = objectOf(schema['properties']);
  if (schema['maxProperties'] === 1) {
    const key = pick(random, Object.keys(properties));
    return { [key]: grow(objectOf(properties[key]), growth, depth + 1) };
  }
  const grown: Record<string, Json> = {};
  const ways = ((schema['oneOf'] ?? []) as readonly JsonObject[]).map(requiredOf);
  const exclusive = ways.flat();
  const chosen = ways.length === 0 ? [] : pick(random, ways);
  for (const [key, property] of Object.entries(properties)) {
    if (exclusive.includes(key) && !chosen.includes(key)) continue;
    // What a template stands for lies in another file; what is written out is compared.
    if (key === 'template') continue;
    const isNeeded = [...requiredOf(schema), ...chosen].includes(key) || growth.isNeeded(key);
    if (!isNeeded && !random.chance(growth.odds(depth))) continue;
    const field = objectOf(property);
    if (/^(Not supported|Without effect)/.test(String(field['description'] ?? ''))) continue;
    grown[key] = growth.field(key, field) ?? grow(field, growth, depth + 1);
  }
  const others = objectOf(schema['additionalProperties']);
  if (Object.keys(others).length > 0) grown['axis'] = grow(others, growth, depth + 1);
  for (const branch of (schema['allOf'] ?? []) as readonly JsonObject[]) {
    growBranch(branch, properties, grown, growth, depth);
  }
  return grown;
}

function requiredOf(schema: JsonObject): readonly string[] {
  const { required = [] } = { ...schema, ...objectOf(schema['else']) };
  return required as readonly string[];
}

/** `if` a type, `then` its spec. */
function growBranch(
  branch: JsonObject,
  properties: JsonObject,
  grown: Record<string, Json>,
  growth: Growth,
  depth: number,
): void {
  const wanted = objectOf(objectOf(objectOf(branch['if'])['properties'])['type'])['const'];
  if (wanted !== grown['type']) return;
  const then = objectOf(branch['then']);
  const required = requiredOf(then);
  for (const key of required) {
    const field = objectOf(properties[key]);
    grown[key] ??= growth.field(key, field) ?? grow(field, growth, depth + 1);
  }
  delete grown['spec'];
  const spec = objectOf(objectOf(then['properties'])['spec']);
  const hasFields = Object.keys(objectOf(resolved(spec, growth)['properties'])).length > 0;
  if (required.includes('spec') || hasFields) {
    grown['spec'] = grow(spec, growth, depth + 1);
  }
}

function growArray(schema: JsonObject, growth: Growth, depth: number): readonly Json[] {
  const least = Number(schema['minItems'] ?? 0);
  const most = Math.min(
    Number(schema['maxItems'] ?? MOST_ELEMENTS),
    Math.max(least, MOST_ELEMENTS),
  );
  const count = growth.random.between(least, Math.max(least, most - Math.floor(depth / 3)));
  return Array.from({ length: count }, () => grow(objectOf(schema['items']), growth, depth + 1));
}

function alternatives(schema: JsonObject): readonly JsonObject[] | undefined {
  const options =
    schema['anyOf'] ?? (schema['properties'] === undefined ? schema['oneOf'] : undefined);
  return Array.isArray(options) ? (options as readonly JsonObject[]) : undefined;
}

function typeOf(schema: JsonObject, random: Random): string {
  const { type } = schema;
  if (Array.isArray(type)) return pick(random, type as readonly string[]);
  return typeof type === 'string' ? type : 'string';
}

function between(schema: JsonObject, random: Random): number {
  const least = Number(schema['minimum'] ?? 0);
  return random.between(least, Math.min(Number(schema['maximum'] ?? 20), least + 100));
}

function resolved(schema: JsonObject, { root }: Pick<Growth, 'root'>): JsonObject {
  const reference = schema['$ref'];
  if (typeof reference !== 'string') return schema;
  const name = reference.slice(reference.lastIndexOf('/') + 1);
  return objectOf(objectOf(root['definitions'])[name]);
}

function objectOf(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : {};
}
