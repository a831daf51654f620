// A cloud's error before the start, turned into a refusal: nothing was begun.
import type { CloudError } from '../cloud/cloud-error.ts';
import { Refusal } from './refusal.ts';

/** A thing that is not there or a wrong request is the author's; everything else is the cloud's. */
export function refusalOf(error: CloudError, what: string): Refusal {
  if (error.kind === 'not-found' || error.kind === 'invalid') {
    return new Refusal(
      'invalid',
      `${what}: ${error.message} (${error.code}). Nothing was started.`,
      { cause: error },
    );
  }
  return new Refusal(
    'unreachable',
    `${what}: ${error.message} (${error.code}). Nothing was started.`,
    { cause: error },
  );
}
