// Fields of a call to Spot that have to be right; what is not is refused with its name.
import type { JsonObject } from '../../lib/json.ts';
import { spotError } from './spot-error.ts';

export interface Bounds {
  readonly least?: number;
  readonly most?: number;
}

/** A time in seconds may be a day at most. */
export const DAY_SECONDS: Bounds = { most: 86_400 };

export function wholeNumberOf(from: JsonObject, field: string, bounds: Bounds): number | undefined {
  const value = from[field];
  if (value === undefined || value === null) return undefined;
  const { least = 0, most = Number.MAX_SAFE_INTEGER } = bounds;
  if (Number.isInteger(value) && Number(value) >= least && Number(value) <= most) {
    return Number(value);
  }
  throw invalid(field, `must be a whole number of at least ${least}`);
}

export function flagOf(from: JsonObject, field: string): boolean {
  const value = from[field];
  if (value === undefined || value === null) return false;
  if (typeof value === 'boolean') return value;
  throw invalid(field, 'must be true or false');
}

export function choiceOf<Choice extends string>(
  from: JsonObject,
  field: string,
  choices: readonly Choice[],
): Choice | undefined {
  const value = from[field];
  if (value === undefined || value === null) return undefined;
  const choice = choices.find((each) => each === value);
  if (choice !== undefined) return choice;
  throw invalid(field, `must be one of ${choices.join(', ')}`);
}

/** At least one text. */
export function idsOf(from: JsonObject, field: string): readonly string[] {
  const value = from[field];
  if (Array.isArray(value) && value.length > 0) {
    const ids = value.filter((each) => typeof each === 'string');
    if (ids.length === value.length) return [...new Set(ids)];
  }
  throw invalid(field, 'must be a list of ids');
}

/** ISO texts, days and numbers of milliseconds or (below 10^11) seconds since 1970. */
export function timeOf(from: JsonObject, field: string): number | undefined {
  const value = from[field];
  if (value === undefined || value === null) return undefined;
  const number = typeof value === 'number' ? value : Number(value === '' ? Number.NaN : value);
  if (Number.isFinite(number)) return number < 1e11 ? number * 1_000 : number;
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isFinite(at)) return at;
  throw invalid(field, 'must be a time');
}

export function needed<Value>(value: Value | undefined, field: string): Value {
  if (value !== undefined) return value;
  throw invalid(field, 'is missing');
}

export function invalid(field: string, why: string): Error {
  return spotError('INVALID_PARAMETER', `'${field}' ${why}`);
}
