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

/** A duration for a narrow column, in its largest unit: `85 s`, `12 min`, `3 h`. */
export function shortText(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1_000));
  if (seconds < 100) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 100) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} d`;
}
