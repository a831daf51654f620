// Fields that Harness acts on and Penstock only reads: the author is told where they stand.
import { optional } from './fields.ts';
import { asksForNothing, type Place, reportAt } from './place.ts';

/** `reasons` says of each key why it does nothing here. */
export function warnWithoutEffect(mapping: Place, reasons: Readonly<Record<string, string>>): void {
  for (const [key, reason] of Object.entries(reasons)) {
    const place = optional(mapping, key);
    if (place === undefined || asksForNothing(place.node)) continue;
    const message = `"${key}" has no effect: ${reason}.`;
    reportAt(place, 'unsupported-field', message, 'It may stay or be removed.', 'warning');
  }
}
