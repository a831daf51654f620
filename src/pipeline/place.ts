// A place in an author's file: a YAML node together with its fully qualified name and position.
import { isAlias, isMap, isScalar, isSeq, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Json, JsonObject } from '../lib/json.ts';
import type { Diagnostic, DiagnosticCode, Position } from './diagnostic.ts';
import type { YamlSource } from './yaml-source.ts';

/** `fqn` is the name for expressions and bindings; `offset` is where to point the author. */
export interface Place {
  readonly source: YamlSource;
  readonly node: unknown;
  readonly fqn: string;
  readonly offset: number;
}

export function positionOf(place: Place): Position {
  return place.source.positionAt(place.offset);
}

export function reportAt(
  place: Place,
  code: DiagnosticCode,
  message: string,
  hint: string,
  severity: Diagnostic['severity'] = 'error',
): void {
  place.source.report({ code, severity, message, hint, position: positionOf(place) });
}

/** The value of a key, pointing at the key; undefined when the mapping has no such key. */
export function memberOf(place: Place, key: string): Place | undefined {
  const pair = pairOf(place.node, key);
  return pair === undefined ? undefined : { ...placeOfPair(place, pair), fqn: join(place, key) };
}

export function membersOf(
  place: Place,
): readonly { readonly key: string; readonly place: Place }[] {
  if (!isMap(place.node)) return [];
  return place.node.items.map((pair) => {
    const key = keyOf(pair);
    return { key, place: { ...placeOfPair(place, pair), fqn: join(place, key) } };
  });
}

/** The elements of a list, each named by its identifier, its name or its index. */
export function elementsOf(place: Place): readonly Place[] {
  if (!isSeq(place.node)) return [];
  return place.node.items.map((node, index) => ({
    ...standing(place, node, node),
    fqn: join(place, elementName(node, index)),
  }));
}

/** What a list's element is called in a fully qualified name. */
export function elementName(node: unknown, index: number): string {
  for (const key of ['identifier', 'name']) {
    const value = scalarOf(pairOf(node, key)?.value);
    if (typeof value === 'string' && value !== '') return value;
  }
  return String(index);
}

/** The value of a scalar node; null for an empty one, undefined for a mapping or list. */
export function scalarOf(node: unknown): Json | undefined {
  if (node === null || node === undefined) return null;
  if (!isScalar(node)) return undefined;
  const { value } = node;
  if (typeof value === 'number' && !isExact(value)) return node.source ?? String(value);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  return value === null || value === undefined ? null : String(value);
}

/** A whole number beyond these would be another one than was written. */
function isExact(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}

/** The plain value below a place; a key without a value counts as absent. */
export function jsonOf(node: unknown): Json {
  if (isSeq(node)) return node.items.map(jsonOf);
  return isMap(node) ? jsonObjectOf(node) : (scalarOf(node) ?? null);
}

export function isAbsent(node: unknown): boolean {
  return scalarOf(node) === null;
}

/** Absent, or a value that asks for nothing: false, an empty text, an empty list or mapping. */
export function asksForNothing(node: unknown): boolean {
  if (isMap(node) || isSeq(node)) return node.items.length === 0;
  const value = scalarOf(node);
  return value === null || value === false || value === '';
}

/** What a node is, for messages: `a list`, `a mapping`, `the text "x"`. */
export function describe(node: unknown): string {
  if (isMap(node)) return 'a mapping';
  if (isSeq(node)) return 'a list';
  if (isAlias(node)) return 'an alias';
  const value = scalarOf(node);
  if (typeof value === 'string') return `the text ${JSON.stringify(shorten(value))}`;
  return value === null ? 'empty' : `the ${typeof value} ${value}`;
}

export function isMapping(node: unknown): node is YAMLMap {
  return isMap(node);
}

export function isList(node: unknown): node is YAMLSeq {
  return isSeq(node);
}

function jsonObjectOf(map: YAMLMap): JsonObject {
  const entries: [string, Json][] = [];
  for (const pair of map.items) {
    if (!isAbsent(pair.value)) entries.push([keyOf(pair), jsonOf(pair.value)]);
  }
  return Object.fromEntries(entries);
}

function pairOf(node: unknown, key: string): Pair | undefined {
  return isMap(node) ? node.items.find((pair) => keyOf(pair) === key) : undefined;
}

function placeOfPair(parent: Place, pair: Pair): Omit<Place, 'fqn'> {
  const isAtValue = isScalar(pair.value) && startOf(pair.value) !== undefined;
  return standing(parent, pair.value, isAtValue ? pair.value : pair.key, pair.key);
}

/** What was written elsewhere has its place there; at its key, when that came along with it. */
function standing(
  parent: Place,
  node: unknown,
  pointed: unknown,
  key: unknown = node,
): Omit<Place, 'fqn'> {
  const { given } = parent.source;
  const elsewhere = given.get(node);
  const isAlone = elsewhere !== undefined && elsewhere !== given.get(key);
  if (isAlone) return { source: elsewhere, node, offset: startOf(node) ?? 0 };
  const source = elsewhere ?? given.get(key) ?? parent.source;
  return { source, node, offset: startOf(pointed) ?? parent.offset };
}

function keyOf(pair: Pair): string {
  // The text of a list or mapping as a key doubles with every level; the parser has refused it.
  if (typeof pair.key === 'string') return pair.key;
  return isScalar(pair.key) ? String(pair.key.value) : '?';
}

function startOf(node: unknown): number | undefined {
  if (isScalar(node) || isMap(node) || isSeq(node)) return node.range?.[0];
  return undefined;
}

function join(place: Place, name: string): string {
  return place.fqn === '' ? name : `${place.fqn}.${name}`;
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
