// Fields that Harness acts on and Penstock only reads: the author is told where they stand.
import { optional } from './fields.ts';
import { asksForNothing, type Place, reportAt } from './place.ts';

export function warnOfDelegates(mapping: Place): void {
  const reason = 'there are no delegates, and everything runs where Penstock runs';
  warn(mapping, 'delegateSelectors', reason);
}

export function warnOfNotifications(pipeline: Place): void {
  warn(pipeline, 'notificationRules', 'nothing is sent');
}

function warn(mapping: Place, key: string, reason: string): void {
  const place = optional(mapping, key);
  if (place === undefined || asksForNothing(place.node)) return;
  const message = `"${key}" has no effect: ${reason}.`;
  reportAt(place, 'unsupported-field', message, 'It may stay or be removed.', 'warning');
}
