// JSON values, and the one text form in which two equal values are equal texts.

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** The text of a value with the keys of every object sorted and undefined members left out. */
export function canonicalJson(value: Json): string {
  return JSON.stringify(sorted(value));
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value;
  const entries: [string, Json][] = [];
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member !== undefined) entries.push([key, sorted(member)]);
  }
  return Object.fromEntries(entries);
}
