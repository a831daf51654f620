// AWS SDK errors as `CloudError`: by AWS's own code, else by HTTP status, else by where the way broke.
import { CloudError, type CloudErrorKind } from '../cloud-error.ts';
import { type Call, lostAnswer, networkFailure } from '../network-failure.ts';

export function classify(call: Call, error: unknown): CloudError {
  const { code, message, status } = readFailure(error);
  if (code !== undefined) {
    const kind = kindOfCode(code);
    if (kind !== undefined) return answered(call, kind, code, message, error);
  }
  if (status === undefined) return networkFailure(call, error);
  if (status >= 500 || status < 400) {
    return lostAnswer(call, code ?? `HTTP ${status}`, `HTTP ${status}: ${message}`, error);
  }
  return answered(call, kindOfStatus(status), code ?? `HTTP ${status}`, message, error);
}

/** In order: the first that matches decides. */
const KINDS: readonly (readonly [RegExp, CloudErrorKind])[] = [
  [
    /^(Throttl(ing|ed)(Exception)?|RequestLimitExceeded|RequestThrottled(Exception)?|TooManyRequestsException)$/,
    'throttled',
  ],
  [/NotFound(Exception)?$/, 'not-found'],
  [
    /^(AccessDenied|AuthFailure|UnauthorizedOperation|InvalidClientTokenId|InvalidAccessKeyId|UnrecognizedClient|SignatureDoesNotMatch|InvalidSignature|IncompleteSignature|MissingAuthenticationToken|ExpiredToken|RequestExpired|OptInRequired|CredentialsProviderError)/,
    'denied',
  ],
  [
    /^(OperationNotPermitted|ResourceInUse|PriorRequestNotComplete|TooMany|TargetGroupAssociationLimit|PriorityInUse)/,
    'conflict',
  ],
  [/^(Validation|Invalid|Missing|Malformed|IncompatibleProtocols|UnsupportedProtocol)/, 'invalid'],
];

function kindOfCode(code: string): CloudErrorKind | undefined {
  return KINDS.find(([pattern]) => pattern.test(code))?.[1];
}

function kindOfStatus(status: number): CloudErrorKind {
  if (status === 401 || status === 403) return 'denied';
  if (status === 404) return 'not-found';
  if (status === 429) return 'throttled';
  return status === 409 ? 'conflict' : 'invalid';
}

function answered(
  call: Call,
  kind: CloudErrorKind,
  code: string,
  message: string,
  cause: unknown,
): CloudError {
  return new CloudError(kind, code, `AWS refused ${call.name}: ${message}`, { cause });
}

interface Failure {
  /** AWS's code on the wire (`RuleNotFound`); the SDK's name (`RuleNotFoundException`) where it keeps no other. */
  readonly code: string | undefined;
  readonly message: string;
  readonly status: number | undefined;
}

function readFailure(error: unknown): Failure {
  if (!(error instanceof Error)) return { code: undefined, message: `${error}`, status: undefined };
  const { Code, $fault, $metadata } = error as Error & {
    readonly Code?: unknown;
    readonly $fault?: string;
    readonly $metadata?: { readonly httpStatusCode?: number };
  };
  const isNamed =
    error.name === 'CredentialsProviderError' || ($fault !== undefined && error.name !== 'Unknown');
  const named = isNamed ? error.name : undefined;
  return {
    code: typeof Code === 'string' ? Code : named,
    message: (error.message.split('\n')[0] ?? '').replace(/\.$/, ''),
    status: $metadata?.httpStatusCode,
  };
}
