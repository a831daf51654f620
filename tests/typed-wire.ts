// Requests and answers of the protocols that have types, JSON and CBOR, beside those of texts.
import { isJsonObject, type Json, type JsonObject } from '../src/lib/json.ts';
import type { FormField, ServiceModel } from './service-model.ts';

/** A form's fields as the nested value that a client of JSON or CBOR sends; times are seconds. */
export function typedValue(fields: readonly FormField[]): JsonObject {
  const root: Record<string, unknown> = {};
  for (const field of fields) {
    const path = field.path.split('.').filter((part) => part !== 'member');
    put(root, path, typed(field));
  }
  return listed(root) as JsonObject;
}

/** A typed answer in the form of texts, so that one check serves both; what has a wrong type keeps it. */
export function textual(model: ServiceModel, name: string, value: unknown): unknown {
  const shape = model.shapes[name];
  const given = value as Json;
  if (shape?.type === 'structure' && isJsonObject(given)) {
    return Object.fromEntries(
      Object.entries(given).map(([field, each]) => [
        field,
        textual(model, shape.members?.[field]?.shape ?? '', each),
      ]),
    );
  }
  if (shape?.type === 'list' && Array.isArray(given)) {
    const member = given.map((each) => textual(model, shape.member?.shape ?? '', each));
    return member.length === 0 ? '' : { member };
  }
  if (shape?.type === 'timestamp') {
    return typeof given === 'number' ? new Date(given * 1_000).toISOString() : given;
  }
  if (shape?.type === 'boolean') return typeof given === 'boolean' ? String(given) : [given];
  if (shape?.type === 'string') return given;
  return typeof given === 'number' ? String(given) : [given];
}

function typed({ value, shape }: FormField): Json {
  if (shape.type === 'timestamp') {
    const at = Date.parse(value);
    return Number.isFinite(at) ? at / 1_000 : value;
  }
  if (shape.type === 'boolean') return value === 'true';
  return shape.type === 'integer' && Number.isFinite(Number(value)) ? Number(value) : value;
}

function put(into: Record<string, unknown>, path: readonly string[], value: Json): void {
  const [first = '', ...rest] = path;
  if (rest.length === 0) {
    into[first] = value;
    return;
  }
  const inner = (into[first] ?? {}) as Record<string, unknown>;
  into[first] = inner;
  put(inner, rest, value);
}

/** Objects whose members are numbered are lists. */
function listed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, listed(each)] as const);
  return entries.every(([key]) => /^\d+$/.test(key))
    ? entries.map(([, each]) => each)
    : Object.fromEntries(entries);
}
