// The methods that texts and lists have: a fixed list of Java's, with Java's meaning.
import { isJsonObject, type Json } from '../lib/json.ts';
import { textOf } from './text-of.ts';

export type MethodResult = { readonly value: Json } | { readonly message: string };

export function isMethodName(name: string): boolean {
  return TEXT_METHODS.has(name) || COLLECTION_METHODS.has(name);
}

export function callMethod(target: Json, name: string, args: readonly Json[]): MethodResult {
  if (target === null) return { message: `null has no method "${name}"` };
  if (typeof target === 'object') {
    return COLLECTION_METHODS.get(name)?.(target, args) ?? unknown(name, 'a list or object');
  }
  return TEXT_METHODS.get(name)?.(textOf(target), args) ?? unknown(name, 'a text');
}

/** The member of a list or object under a key; only what it holds itself. */
export function ownMember(target: Json, key: Json): Json | undefined {
  if (Array.isArray(target)) return /^\d+$/.test(textOf(key)) ? target[Number(key)] : undefined;
  if (!isJsonObject(target)) return undefined;
  const name = textOf(key);
  return Object.hasOwn(target, name) ? target[name] : undefined;
}

type TextMethod = (text: string, args: readonly Json[]) => MethodResult;
type CollectionMethod = (target: Json, args: readonly Json[]) => MethodResult;

const plain =
  (compute: (text: string) => Json): TextMethod =>
  (text, args) =>
    args.length === 0 ? { value: compute(text) } : { message: 'the method takes no arguments' };

const withText =
  (compute: (text: string, other: string) => Json): TextMethod =>
  (text, [other, ...more]) =>
    other === undefined || more.length > 0
      ? { message: 'the method takes one argument' }
      : { value: compute(text, textOf(other)) };

const TEXT_METHODS: ReadonlyMap<string, TextMethod> = new Map([
  ['toLowerCase', plain((text) => text.toLowerCase())],
  ['toUpperCase', plain((text) => text.toUpperCase())],
  ['trim', plain((text) => text.trim())],
  ['length', plain((text) => text.length)],
  ['isEmpty', plain((text) => text === '')],
  ['toString', plain((text) => text)],
  ['contains', withText((text, part) => text.includes(part))],
  ['startsWith', withText((text, part) => text.startsWith(part))],
  ['endsWith', withText((text, part) => text.endsWith(part))],
  ['indexOf', withText((text, part) => text.indexOf(part))],
  ['concat', withText((text, more) => text + more)],
  ['equals', withText((text, other) => text === other)],
  ['split', withText((text, separator) => text.split(separator))],
  ['replace', replace],
  ['substring', substring],
]);

const COLLECTION_METHODS: ReadonlyMap<string, CollectionMethod> = new Map([
  ['size', (target) => ({ value: sizeOf(target) })],
  ['isEmpty', (target) => ({ value: sizeOf(target) === 0 })],
  ['contains', (target, [part]) => ({ value: holds(target, part ?? null) })],
  ['get', get],
]);

function replace(text: string, [from, to, ...more]: readonly Json[]): MethodResult {
  if (from === undefined || to === undefined || more.length > 0) {
    return { message: 'replace takes the text to replace and its replacement' };
  }
  return { value: text.split(textOf(from)).join(textOf(to)) };
}

function substring(text: string, args: readonly Json[]): MethodResult {
  const [from, to] = [Number(args[0]), Number(args[1] ?? text.length)];
  const fits = args.length >= 1 && args.length <= 2 && 0 <= from && from <= to && to <= text.length;
  return fits
    ? { value: text.slice(from, to) }
    : { message: `substring takes a begin and an end within 0 and ${text.length}` };
}

function get(target: Json, [key]: readonly Json[]): MethodResult {
  const value = key === undefined ? undefined : ownMember(target, key);
  return value === undefined ? { message: `there is no member ${textOf(key ?? '')}` } : { value };
}

function sizeOf(target: Json): number {
  return Array.isArray(target) ? target.length : Object.keys(target ?? {}).length;
}

function holds(target: Json, part: Json): boolean {
  return Array.isArray(target)
    ? target.some((each) => textOf(each) === textOf(part))
    : isJsonObject(target) && Object.hasOwn(target, textOf(part));
}

function unknown(name: string, what: string): MethodResult {
  return { message: `${what} has no method "${name}"` };
}
