// The methods of texts: Java's String, as far as pipelines use it.
import type { Json } from '../../lib/json.ts';
import { DATE_METHODS } from './date-methods.ts';
import { type MethodResult, type TextMethod, takes, wholeNumber } from './method.ts';
import { PATTERN_METHODS } from './pattern-methods.ts';

const plain = (name: string, compute: (text: string) => Json): readonly [string, TextMethod] =>
  takes(name, 0, 0, (text) => ({ value: compute(text) }));

const withText = (
  name: string,
  compute: (text: string, other: string) => Json,
): readonly [string, TextMethod] =>
  takes(name, 1, 1, (text, [other = '']) => ({ value: compute(text, other) }));

export const TEXT_METHODS: ReadonlyMap<string, TextMethod> = new Map([
  plain('toLowerCase', (text) => text.toLowerCase()),
  plain('toUpperCase', (text) => text.toUpperCase()),
  plain('trim', trimmed),
  plain('strip', (text) => text.trim()),
  plain('stripLeading', (text) => text.trimStart()),
  plain('stripTrailing', (text) => text.trimEnd()),
  plain('length', (text) => text.length),
  plain('isEmpty', (text) => text === ''),
  plain('isBlank', (text) => text.trim() === ''),
  plain('toString', (text) => text),
  plain('hashCode', hashCode),
  withText('contains', (text, part) => text.includes(part)),
  withText('endsWith', (text, part) => text.endsWith(part)),
  withText('concat', (text, more) => text + more),
  withText('equals', (text, other) => text === other),
  withText('equalsIgnoreCase', (text, other) => text.toLowerCase() === other.toLowerCase()),
  withText('compareTo', compareTo),
  withText('compareToIgnoreCase', (text, other) =>
    compareTo(text.toLowerCase(), other.toLowerCase()),
  ),
  takes('replace', 2, 2, (text, [from = '', to = '']) => replace(text, from, to)),
  takes('startsWith', 1, 2, (text, [part = ''], [, from]) =>
    within(text, from ?? 0, (at) => text.startsWith(part, at)),
  ),
  takes('indexOf', 1, 2, (text, [part = ''], [, from]) => ({
    value: text.indexOf(part, wholeNumber(from) ?? 0),
  })),
  takes('lastIndexOf', 1, 2, (text, [part = ''], [, from]) => ({
    value: lastIndexOf(text, part, wholeNumber(from)),
  })),
  takes('charAt', 1, 1, (text, _, [index]) =>
    within(text, index, (at) => (at < text.length ? text.charAt(at) : undefined)),
  ),
  takes('codePointAt', 1, 1, (text, _, [index]) =>
    within(text, index, (at) => text.codePointAt(at)),
  ),
  takes('substring', 1, 2, (text, _, [from, to]) => substring('substring', text, from, to)),
  takes('subSequence', 2, 2, (text, _, [from, to]) => substring('subSequence', text, from, to)),
  takes('repeat', 1, 1, (text, _, [count]) => repeat(text, wholeNumber(count))),
  ...PATTERN_METHODS,
  ...DATE_METHODS,
]);

const MAX_LENGTH = 1_048_576;
const TOO_LONG = `a text may have ${MAX_LENGTH} characters at most`;

/** Java's `trim` takes away every character up to the space, and no other. */
function trimmed(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && text.charCodeAt(from) <= 32) from += 1;
  while (to > from && text.charCodeAt(to - 1) <= 32) to -= 1;
  return text.slice(from, to);
}

function hashCode(text: string): number {
  let hash = 0;
  for (let at = 0; at < text.length; at += 1) {
    hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  }
  return hash;
}

function compareTo(text: string, other: string): number {
  const shared = Math.min(text.length, other.length);
  for (let at = 0; at < shared; at += 1) {
    const difference = text.charCodeAt(at) - other.charCodeAt(at);
    if (difference !== 0) return difference;
  }
  return text.length - other.length;
}

function replace(text: string, from: string, to: string): MethodResult {
  const most = from === '' ? text.length + 1 : Math.ceil(text.length / from.length);
  if (most * to.length + text.length > MAX_LENGTH) {
    const parts = from === '' ? most : text.split(from).length - 1;
    if (parts * to.length + text.length > MAX_LENGTH) return { message: TOO_LONG };
  }
  return { value: text.replaceAll(from, () => to) };
}

function repeat(text: string, count: number | undefined): MethodResult {
  if (count === undefined || count < 0) return { message: 'repeat takes how often, 0 or more' };
  return text.length * count > MAX_LENGTH ? { message: TOO_LONG } : { value: text.repeat(count) };
}

function lastIndexOf(text: string, part: string, from: number | undefined): number {
  if (from === undefined) return text.lastIndexOf(part);
  return from < 0 ? -1 : text.lastIndexOf(part, from);
}

function substring(
  name: string,
  text: string,
  begin: Json | undefined,
  end: Json | undefined,
): MethodResult {
  const from = wholeNumber(begin);
  const to = end === undefined ? text.length : wholeNumber(end);
  return from !== undefined && to !== undefined && 0 <= from && from <= to && to <= text.length
    ? { value: text.slice(from, to) }
    : { message: `${name} takes a begin and an end within 0 and ${text.length}` };
}

function within(
  text: string,
  index: Json | undefined,
  compute: (at: number) => Json | undefined,
): MethodResult {
  const at = wholeNumber(index);
  const value = at === undefined || at < 0 ? undefined : compute(at);
  return value === undefined
    ? { message: `there is no character ${JSON.stringify(index)} in a text of ${text.length}` }
    : { value };
}
