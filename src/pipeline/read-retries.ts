// `retryCount` and `retryIntervals`, which Retry and RetryStepGroup share: both must be fixed values.
import { parseDuration } from '../lib/duration.ts';
import { list, required } from './fields.ts';
import { type Place, reportAt, scalarOf } from './place.ts';

const MOST_RETRIES = 100;

export function checkRetries(spec: Place): void {
  const count = required(spec, 'retryCount');
  if (count !== undefined && !isRetryCount(scalarOf(count.node))) {
    const message = `retryCount must be a fixed number from 1 to ${MOST_RETRIES}.`;
    reportAt(count, 'failure-strategy', message, 'Write such as retryCount: 2.');
  }
  required(spec, 'retryIntervals');
  for (const interval of list(spec, 'retryIntervals')) {
    checkFixedDuration(interval, 'A retry interval');
  }
}

export function checkFixedDuration(place: Place, what: string): void {
  const value = scalarOf(place.node);
  if (typeof value === 'string' && parseDuration(value) !== undefined) return;
  const message = `${what} must be a fixed duration.`;
  reportAt(place, 'failure-strategy', message, 'Write such as 10s or 2m.');
}

function isRetryCount(value: unknown): boolean {
  return (
    typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MOST_RETRIES
  );
}
