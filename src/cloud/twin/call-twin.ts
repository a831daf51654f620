// One call of the in-process adapters: asynchronous like a call over a wire, with the port's errors.
import { TwinError } from '../../twin/twin-error.ts';
import { CloudError, type CloudErrorKind } from '../cloud-error.ts';
import { type Call, lostAnswer } from '../network-failure.ts';

/** `retryAfterMs` is asked only when the call was throttled. */
export async function callTwin<Answer>(
  call: Call,
  act: () => Answer,
  retryAfterMs?: () => number,
): Promise<Answer> {
  await Promise.resolve();
  try {
    return act();
  } catch (error) {
    throw error instanceof TwinError ? cloudError(call, error, retryAfterMs) : error;
  } finally {
    await Promise.resolve();
  }
}

function cloudError(call: Call, error: TwinError, retryAfterMs?: () => number): CloudError {
  if (error.httpStatus === 0 || error.httpStatus >= 500) {
    return lostAnswer(call, error.code, error.message, error);
  }
  const kind = kindOf(error);
  const wait = kind === 'throttled' ? retryAfterMs?.() : undefined;
  const message = `${call.name} was refused: ${error.message}`;
  const options = { cause: error, ...(wait === undefined ? {} : { retryAfterMs: wait }) };
  return new CloudError(kind, error.code, message, options);
}

/** In order: the first that matches decides. */
const KINDS: readonly (readonly [RegExp, CloudErrorKind])[] = [
  [/^(Throttl|TooManyRequests|RequestLimitExceeded)/, 'throttled'],
  [/(NotFound|DOESNT_EXIST)$/, 'not-found'],
  [
    /^(OperationNotPermitted|PriorRequestNotComplete|ResourceInUse|TargetGroupAssociationLimit|CANT_)/,
    'conflict',
  ],
];

function kindOf(error: TwinError): CloudErrorKind {
  if (error.httpStatus === 401 || error.httpStatus === 403) return 'denied';
  if (error.code.startsWith('CANT_VALIDATE_')) return 'invalid';
  const named = KINDS.find(([pattern]) => pattern.test(error.code))?.[1];
  return named ?? (error.httpStatus === 429 ? 'throttled' : 'invalid');
}
