// The split bar: how much of a rule's traffic is on green and on blue, left and right.
import type { Paint } from './paint.ts';

/** `▒` is green and stands left, `█` is blue and stands right. */
export function splitBar(greenPercent: number, columns: number, paint: Paint): string {
  const exact = (greenPercent / 100) * columns;
  const rounded = Math.round(exact);
  const green =
    greenPercent > 0 && greenPercent < 100 ? Math.min(columns - 1, Math.max(1, rounded)) : rounded;
  return paint.green('▒'.repeat(green)) + paint.blue('█'.repeat(columns - green));
}

/** A rung that has not been written yet. */
export function emptyBar(columns: number, paint: Paint): string {
  return paint.faint('·'.repeat(columns));
}
