// Values of options that are checked while the command line is read.
import { InvalidArgumentError } from 'commander';
import { parseDuration } from '../lib/duration.ts';

export function positive(text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('It must be a number above 0.');
}

export function port(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 65_535) return value;
  throw new InvalidArgumentError('It must be a whole number from 1 to 65535.');
}

/** 0 takes one that is free. */
export function portOrFree(text: string): number {
  return text === '0' ? 0 : port(text);
}

/** A place in a journal; 0 is its first event. */
export function place(text: string): number {
  const value = Number(text);
  if (text !== '' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new InvalidArgumentError('It must be a whole number from 0 on.');
}

/** A rung of the ladder by lane and weight. */
export function rungName(text: string): string {
  if (/^(stage|prod)-\d{1,3}$/.test(text)) return text;
  throw new InvalidArgumentError('Name a rung by lane and weight, such as prod-50.');
}

/** A duration in milliseconds. */
export function duration(text: string): number {
  const durationMs = parseDuration(text);
  if (durationMs !== undefined) return durationMs;
  throw new InvalidArgumentError('Write a duration such as 30m or 2h.');
}

/** `NAME=VALUE`, gathered over all times it is given. */
export function namedValue(
  text: string,
  before: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const cut = text.indexOf('=');
  const name = text.slice(0, Math.max(cut, 0)).trim();
  if (name === '') throw new InvalidArgumentError('Write it as NAME=VALUE.');
  if (Object.hasOwn(before, name)) throw new InvalidArgumentError(`"${name}" is given twice.`);
  return { ...before, [name]: text.slice(cut + 1) };
}

/** The same for arguments; nothing is said twice. */
export function namedValues(texts: readonly string[]): Readonly<Record<string, string>> {
  return texts.reduce<Readonly<Record<string, string>>>((all, text) => namedValue(text, all), {});
}
