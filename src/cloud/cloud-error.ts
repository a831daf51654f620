// The one error that cloud adapters throw, named by what the caller may do next.

/**
 * throttled: nothing was done; try again after `retryAfterMs`.
 * unavailable: a read failed or a write was certainly not sent; try again later.
 * unknown-outcome: a write was sent and its answer is lost; read back before anything else.
 * denied: wrong token, signature or missing permission. not-found: no such thing.
 * conflict: the cloud's state forbids it. invalid: the request itself is wrong.
 */
export type CloudErrorKind =
  | 'throttled'
  | 'unavailable'
  | 'unknown-outcome'
  | 'denied'
  | 'not-found'
  | 'conflict'
  | 'invalid';

export class CloudError extends Error {
  override readonly name = 'CloudError';
  readonly kind: CloudErrorKind;
  /** The cloud's own code, such as `RuleNotFound` or `GROUP_DOESNT_EXIST`. */
  readonly code: string;
  readonly retryAfterMs: number | undefined;
  constructor(
    kind: CloudErrorKind,
    code: string,
    message: string,
    options?: { readonly cause?: unknown; readonly retryAfterMs?: number },
  ) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.kind = kind;
    this.code = code;
    this.retryAfterMs = options?.retryAfterMs;
  }
}
