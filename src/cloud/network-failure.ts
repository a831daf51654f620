// What is known after a call whose answer never came: whether it can have reached the cloud at all.
import { CloudError } from './cloud-error.ts';

/** One call as errors name it; `writes` says whether it may change the world. */
export interface Call {
  readonly name: string;
  readonly writes: boolean;
}

/** Judges a call that ended without an answer, by where on its way the connection failed. */
export function networkFailure(call: Call, cause: unknown): CloudError {
  const { code, message, syscall } = deepest(cause);
  if (isBeforeSending(code, message, syscall)) {
    return new CloudError(
      'unavailable',
      code,
      `${call.name} was not sent: no connection (${message})`,
      { cause },
    );
  }
  return lostAnswer(call, code, message, cause);
}

/** An answer that came too late, broken or as a server's failure: a write may have been done. */
export function lostAnswer(call: Call, code: string, reason: string, cause?: unknown): CloudError {
  return call.writes
    ? new CloudError(
        'unknown-outcome',
        code,
        `${call.name} was sent and its outcome is unknown (${reason}): it may or may not have been done; read back before repeating it`,
        { cause },
      )
    : new CloudError('unavailable', code, `${call.name} got no usable answer (${reason})`, {
        cause,
      });
}

const BEFORE_SENDING = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
]);

function isBeforeSending(code: string, message: string, syscall: string | undefined): boolean {
  return (
    BEFORE_SENDING.has(code) ||
    syscall === 'connect' ||
    syscall === 'getaddrinfo' ||
    /^(CERT_|ERR_TLS_CERT|UNABLE_TO_(GET|VERIFY)_)/.test(code) ||
    message.includes('did not establish a connection')
  );
}

interface Failure {
  readonly code: string;
  readonly message: string;
  readonly syscall: string | undefined;
}

/** Clients wrap the system's error in their own; the innermost one with a code tells the most. */
function deepest(error: unknown): Failure {
  let found: Failure = { code: 'NoAnswer', message: 'no answer', syscall: undefined };
  let next: unknown = error;
  for (let depth = 0; depth < 5 && next instanceof Error; depth += 1) {
    const { code, syscall } = next as NodeJS.ErrnoException;
    const named = next.name === 'Error' || next.name === 'TypeError' ? found.code : next.name;
    found = {
      code: typeof code === 'string' ? code : named,
      message: next.message || found.message,
      syscall: syscall ?? found.syscall,
    };
    next = next.cause;
  }
  return found;
}
