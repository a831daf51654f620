// What a method or function of the language is: values in, a value or what is wrong out.
import type { Json } from '../../lib/json.ts';
import { textOf } from '../text-of.ts';

export type MethodResult =
  | { readonly value: Json }
  /** `name`: something is asked for that is not there, which `?:` may replace. */
  | { readonly message: string; readonly reason?: 'name' };

export type TextMethod = (text: string, args: readonly Json[]) => MethodResult;

export type CollectionMethod = (
  target: readonly Json[] | JsonMembers,
  args: readonly Json[],
) => MethodResult;

export type JsonMembers = { readonly [key: string]: Json | undefined };

export const MAX_ELEMENTS = 10_000;

export function list(values: readonly Json[]): MethodResult {
  return values.length > MAX_ELEMENTS
    ? { message: `a list may have ${MAX_ELEMENTS} elements at most` }
    : { value: values };
}

/** A number that counts characters or elements; texts of digits are numbers here. */
export function wholeNumber(value: Json | undefined): number | undefined {
  if (value === undefined || value === null || typeof value === 'object') return undefined;
  const text = textOf(value);
  return /^-?\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** A method that takes so many texts: one and no more, or one or two. */
export function takes(
  name: string,
  least: number,
  most: number,
  compute: (text: string, args: readonly string[], values: readonly Json[]) => MethodResult,
): readonly [string, TextMethod] {
  return [
    name,
    (text, args) =>
      args.length < least || args.length > most
        ? { message: `${name} takes ${counted(least, most)}` }
        : compute(text, args.map(textOf), args),
  ];
}

export function counted(least: number, most: number): string {
  if (most === 0) return 'no arguments';
  const many = least === most ? String(most) : `${least} to ${most}`;
  return many === '1' ? '1 argument' : `${many} arguments`;
}
