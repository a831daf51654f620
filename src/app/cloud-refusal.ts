// A cloud's error before the start, turned into a refusal: nothing was begun.
import type { CloudError, CloudErrorKind } from '../cloud/cloud-error.ts';
import { Refusal, type RefusalKind } from './refusal.ts';

/**
 * `what` names the thing that was asked for, with its place in the author's files where it has one.
 * What the cloud refused is for the author to correct; what it did not answer may be tried again.
 */
export function refusalOf(error: CloudError, what: string, advice?: string): Refusal {
  const { kind, otherwise } = VERDICTS[error.kind];
  const said = error.message.replace(/\.$/, '');
  return new Refusal(
    kind,
    `${what}: ${said} (${error.code}). ${advice ?? otherwise} Nothing was started.`,
    { cause: error },
  );
}

const CORRECT = { kind: 'invalid', otherwise: 'Correct it in the project.' } as const;
const AGAIN = { kind: 'unreachable', otherwise: 'Start again when it answers.' } as const;

const VERDICTS: Readonly<
  Record<CloudErrorKind, { readonly kind: RefusalKind; readonly otherwise: string }>
> = {
  'not-found': CORRECT,
  invalid: CORRECT,
  conflict: CORRECT,
  denied: { kind: 'invalid', otherwise: 'Correct the keys of the connector, or what they may do.' },
  throttled: AGAIN,
  unavailable: AGAIN,
  'unknown-outcome': AGAIN,
};
