// From a thrown error to a failure that strategies can name, or to undefined when it is no outcome.
import type { Failure } from './event.ts';
import { StepFailure } from './step.ts';

/** An error of the cloud port, recognised by its shape: the engine does not import the ports. */
export interface CloudErrorShape {
  readonly name: 'CloudError';
  readonly kind: string;
  readonly code: string;
  readonly message: string;
  readonly retryAfterMs: number | undefined;
}

export function asCloudError(thrown: unknown): CloudErrorShape | undefined {
  if (!(thrown instanceof Error) || thrown.name !== 'CloudError') return undefined;
  return thrown as unknown as CloudErrorShape;
}

export function classify(thrown: unknown): Failure | undefined {
  if (thrown instanceof StepFailure) return thrown.failure;
  const error = asCloudError(thrown);
  return error === undefined ? undefined : { type: typeOf(error), message: error.message };
}

const NOT_AUTHENTICATED = /Token|Signature|Credential|Authentication|Unauthenticated|401/i;

function typeOf({ kind, code }: CloudErrorShape): Failure['type'] {
  switch (kind) {
    case 'denied':
      return NOT_AUTHENTICATED.test(code) ? 'Authentication' : 'Authorization';
    case 'throttled':
    case 'unavailable':
    case 'unknown-outcome':
      return 'Connectivity';
    default:
      return 'Unknown';
  }
}
