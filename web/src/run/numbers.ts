// Numbers as the page of a run writes them; where nothing is known a dash, never a guess.
import { numberText, percentText } from '../parts/numbers.ts';

export const UNKNOWN = '–';

export function shareOf(percent: number | null): string {
  return percent === null ? UNKNOWN : percentText(percent);
}

export function countOf(value: number | null): string {
  return value === null ? UNKNOWN : numberText(Math.round(value));
}

/** `prod-50` → 50. */
export function weightOf(rung: string | null): number | null {
  const weight = Number(rung?.split('-').at(-1) ?? Number.NaN);
  return Number.isFinite(weight) ? weight : null;
}
