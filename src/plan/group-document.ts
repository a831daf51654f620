// The document of an Elastigroup in the file store, with its expressions filled in.
import { textOf } from '../expression/text-of.ts';
import { isJsonObject, type Json, type JsonObject } from '../lib/json.ts';
import { type JsonPlaces, placesIn } from '../lib/json-places.ts';
import type { Infrastructure } from '../pipeline/pipeline.ts';
import { FILE_START, positionIn } from '../pipeline/text-start.ts';
import { type Filling, fillNow } from './fill.ts';
import { readStoreFile, type StoreFile } from './store-file.ts';

/** Undefined when it is missing or wrong; it has been reported. */
export function readGroupDocument(
  infrastructure: Infrastructure,
  filling: Filling,
): JsonObject | undefined {
  const path = `infrastructures.${infrastructure.identifier}.spec.configuration`;
  const from = { path, position: infrastructure.position };
  const file = readStoreFile(infrastructure.configurationFile, from, filling);
  if (file === undefined) return undefined;
  const document = parseDocument(file, filling);
  if (document === undefined) return undefined;
  if (isJsonObject(document) && isJsonObject(document['group'])) return document;
  const message = `"${file.place.path}" is not the document of an Elastigroup.`;
  const hint = 'It must be of the form { "group": { … } }, as Spot exports it.';
  filling.session.report('wrong-value', file.place.position, message, hint);
  return undefined;
}

/** Expressions usually stand in texts of the document; else they must be filled in to make it JSON. */
function parseDocument({ text, place }: StoreFile, filling: Filling): Json | undefined {
  const asWritten = parseJson(text);
  if (asWritten.status === 'parsed') {
    const places = placesIn(text);
    reportTwice({ text, place }, places, filling);
    return fillTexts(asWritten.value, '', { text, place, places }, filling);
  }
  const filled = fillNow(text, place, filling);
  if (filled === undefined) return undefined;
  const parsed = parseJson(textOf(filled));
  if (parsed.status === 'parsed') return parsed.value;
  const { why, line, column } = parsed;
  const position = { ...place.position, line, column };
  const message = `"${place.path}" is not JSON: ${why}.`;
  filling.session.report('wrong-value', position, message, 'Correct the document.');
  return undefined;
}

/** One of the two values would be lost, and nobody could tell which one was meant. */
function reportTwice(
  { text, place }: StoreFile,
  { duplicates }: JsonPlaces,
  filling: Filling,
): void {
  for (const { path, offset } of duplicates) {
    const position = positionIn(place.position, FILE_START, text, offset);
    const message = `"${path}" stands twice in "${place.path}", so one of its values would be lost.`;
    filling.session.report('wrong-value', position, message, 'Remove one of the two.');
  }
}

interface WrittenDocument extends StoreFile {
  readonly places: JsonPlaces;
}

/**
 * What stands in quotes stays a text, whatever the type of its expression. Nothing is filled in later:
 * the document goes to the cloud as the plan has it, and the journal keeps what went.
 */
function fillTexts(value: Json, path: string, written: WrittenDocument, filling: Filling): Json {
  const below = (key: string | number): string => (path === '' ? String(key) : `${path}.${key}`);
  if (Array.isArray(value)) {
    return value.map((item, index) => fillTexts(item, below(index), written, filling));
  }
  if (isJsonObject(value)) {
    const entries = Object.entries(value).map(([key, member = null]) => [
      key,
      fillTexts(member, below(key), written, filling),
    ]);
    return Object.fromEntries(entries);
  }
  if (typeof value !== 'string') return value;
  return textOf(fillNow(value, placeOf(path, value, written), filling) ?? '');
}

function placeOf(
  path: string,
  value: string,
  { text, place, places }: WrittenDocument,
): StoreFile['place'] {
  const offset = places.texts.get(path);
  const name = `${place.path}: ${path}`;
  if (offset === undefined) return { path: name, position: place.position };
  const position = positionIn(place.position, FILE_START, text, offset);
  const { line, column } = position;
  // Behind an escape the characters stand further than they read.
  const isAsRead = text.startsWith(value, offset);
  return { path: name, position, ...(isAsRead && { start: { line, column, indent: 0 } }) };
}

function parseJson(text: string):
  | { readonly status: 'parsed'; readonly value: Json }
  | {
      readonly status: 'invalid';
      readonly why: string;
      readonly line: number;
      readonly column: number;
    } {
  try {
    return { status: 'parsed', value: JSON.parse(text) };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const [, line = 1, column = 1] = /line (\d+) column (\d+)/.exec(said) ?? [];
    // What follows quotes the document, and says the place once more.
    const why = said
      .replace(/, "?[\s\S]* is not valid JSON$/, '')
      .replace(/ in JSON at position.*/, '');
    return { status: 'invalid', why, line: Number(line), column: Number(column) };
  }
}
