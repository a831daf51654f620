// Reads single fields of a request in an API's own shape; what has another type counts as absent.
import { isJsonObject, type Json, type JsonObject } from '../lib/json.ts';

export function textOf(from: JsonObject, field: string): string | undefined {
  const value = from[field];
  return typeof value === 'string' ? value : undefined;
}

export function numberOf(from: JsonObject, field: string): number | undefined {
  const value = from[field];
  return typeof value === 'number' ? value : undefined;
}

export function objectOf(from: JsonObject, field: string): JsonObject | undefined {
  const value = from[field];
  return isJsonObject(value) ? value : undefined;
}

export function textsOf(from: JsonObject, field: string): readonly string[] | undefined {
  return listOf(from, field)?.filter((each) => typeof each === 'string');
}

export function objectsOf(from: JsonObject, field: string): readonly JsonObject[] | undefined {
  return listOf(from, field)?.filter(isJsonObject);
}

function listOf(from: JsonObject, field: string): readonly Json[] | undefined {
  const value = from[field];
  return Array.isArray(value) ? value : undefined;
}
