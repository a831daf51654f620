// Spot's refusals as `CloudError`: by the code in `errors`, else by HTTP status.
import { CloudError, type CloudErrorKind } from '../cloud-error.ts';
import { type Call, lostAnswer } from '../network-failure.ts';
import type { Envelope } from './envelope.ts';

/** An answer that is no success; `envelope` is undefined when its body was not Spot's. */
export interface Refusal {
  readonly status: number;
  readonly envelope: Envelope | undefined;
  readonly retryAfterMs: number | undefined;
}

export function classify(call: Call, { status, envelope, retryAfterMs }: Refusal): CloudError {
  const first = envelope?.errors[0];
  const code = first?.code ?? `HTTP ${status}`;
  const said = envelope?.errors.map((entry) => entry.message ?? entry.code ?? '').join('; ');
  const message = said || envelope?.text || `HTTP ${status}`;
  const kind = kindOf(status, first?.code ?? undefined);
  if (kind === undefined) return lostAnswer(call, code, `HTTP ${status}: ${message}`);
  return new CloudError(
    kind,
    code,
    `${call.name} was refused: ${message}`,
    retryAfterMs === undefined ? undefined : { retryAfterMs },
  );
}

/** Undefined when the answer does not say whether the call was done. */
function kindOf(status: number, code: string | undefined): CloudErrorKind | undefined {
  if (status === 429) return 'throttled';
  if (status === 401 || status === 403) return 'denied';
  const named = code === undefined ? undefined : kindOfCode(code);
  if (named !== undefined) return named;
  if (status >= 500 || status === 408 || status < 300) return undefined;
  if (status === 404) return 'not-found';
  return status === 409 ? 'conflict' : 'invalid';
}

/** AWS's own codes come through where Spot was refused by AWS. */
function kindOfCode(code: string): CloudErrorKind | undefined {
  if (/^(Throttling(Exception)?|RequestLimitExceeded)$/.test(code)) return 'throttled';
  if (/DOESNT_EXIST$/.test(code)) return 'not-found';
  if (/^CANT_VALIDATE_/.test(code)) return 'invalid';
  return /^CANT_/.test(code) ? 'conflict' : undefined;
}
