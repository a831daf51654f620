// AWS's Signature Version 4 over a request as it was received, checked against the keys of a world.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { KeyPair } from '../world-spec.ts';
import type { Received } from './answer.ts';

/** What is wrong with a signature, in the words in which AWS says it. */
export interface SignatureProblem {
  readonly kind: 'incomplete' | 'unknown-key' | 'wrong' | 'skewed';
  readonly message: string;
}

/** How far a request's date may lie from the server's, before and after. */
const MOST_SKEW_MS = 300_000;

/** Undefined when one of the keys has signed the request, and lately, if `now` tells when that is. */
export function signatureProblem(
  received: Received,
  keys: readonly KeyPair[],
  now: number | undefined,
): SignatureProblem | undefined {
  const signed = partsOf(received.headers['authorization'] ?? '');
  if (signed === undefined) return { kind: 'incomplete', message: INCOMPLETE };
  const date = received.headers['x-amz-date'] ?? '';
  const signedAt = timeOf(date);
  if (signedAt === undefined) return { kind: 'incomplete', message: NO_DATE };
  const token = received.headers['x-amz-security-token'];
  const key = keys.find(({ accessKeyId }) => accessKeyId === signed.accessKeyId);
  if (key === undefined || key.sessionToken !== token) {
    return { kind: 'unknown-key', message: UNKNOWN_KEY };
  }
  const skew = now === undefined ? undefined : skewOf(signedAt, now);
  if (skew !== undefined) return { kind: 'skewed', message: skew };
  const expected = signature(key.secretAccessKey, signed, date, canonical(received, signed));
  const isRight =
    date.startsWith(signed.scope[0]) &&
    expected.length === signed.signature.length &&
    timingSafeEqual(Buffer.from(expected), Buffer.from(signed.signature));
  return isRight ? undefined : { kind: 'wrong', message: WRONG };
}

const INCOMPLETE =
  'Authorization header requires a Credential, SignedHeaders with host, and a Signature';
const NO_DATE = "Authorization header requires existence of an 'X-Amz-Date' header";
const UNKNOWN_KEY = 'The security token included in the request is invalid.';
const WRONG =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.';

interface Signed {
  readonly accessKeyId: string;
  /** Day, region, service. */
  readonly scope: readonly [day: string, region: string, service: string];
  readonly headers: readonly string[];
  readonly signature: string;
}

const CREDENTIAL =
  /\bCredential=([^/,\s]+)\/(\d{8})\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request(?:,|\s|$)/;
const HEADERS = /\bSignedHeaders=([a-z0-9;_-]+)/;
const SIGNATURE = /\bSignature=([0-9a-f]{64})(?:,|\s|$)/;

function partsOf(authorization: string): Signed | undefined {
  if (!authorization.startsWith('AWS4-HMAC-SHA256 ')) return undefined;
  const [, accessKeyId, day, region, service] = CREDENTIAL.exec(authorization) ?? [];
  const headers = HEADERS.exec(authorization)?.[1]?.split(';') ?? [];
  const given = SIGNATURE.exec(authorization)?.[1];
  if (accessKeyId === undefined || day === undefined || region === undefined) return undefined;
  if (service === undefined || given === undefined || !headers.includes('host')) return undefined;
  return { accessKeyId, scope: [day, region, service], headers, signature: given };
}

function timeOf(date: string): number | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isFinite(at) ? at : undefined;
}

function skewOf(signedAt: number, now: number): string | undefined {
  const minutes = MOST_SKEW_MS / 60_000;
  if (signedAt < now - MOST_SKEW_MS) {
    const least = basic(now - MOST_SKEW_MS);
    return `Signature expired: ${basic(signedAt)} is now earlier than ${least} (${basic(now)} - ${minutes} min.)`;
  }
  if (signedAt > now + MOST_SKEW_MS) {
    const most = basic(now + MOST_SKEW_MS);
    return `Signature not yet current: ${basic(signedAt)} is still later than ${most} (${basic(now)} + ${minutes} min.)`;
  }
  return undefined;
}

/** ISO 8601's basic form, in whole seconds. */
function basic(at: number): string {
  return new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '');
}

function signature(secret: string, { scope }: Signed, date: string, request: string): string {
  const dated = hmac(`AWS4${secret}`, scope[0]);
  const key = hmac(hmac(hmac(dated, scope[1]), scope[2]), 'aws4_request');
  const place = [...scope, 'aws4_request'].join('/');
  return hmac(key, ['AWS4-HMAC-SHA256', date, place, sha256(request)].join('\n')).toString('hex');
}

function canonical({ method, url, headers, body, bytes }: Received, signed: Signed): string {
  const path = url.pathname.split('/').map(encoded).join('/');
  const query = [...url.searchParams]
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort()
    .join('&');
  const lines = signed.headers.map(
    (name) => `${name}:${(headers[name] ?? '').trim().replaceAll(/ +/g, ' ')}\n`,
  );
  const hash = sha256(bytes ?? body);
  return [method, path, query, lines.join(''), signed.headers.join(';'), hash].join('\n');
}

/** Percent-encoding that leaves only what every address may hold. */
function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  });
}

function hmac(key: string | Uint8Array, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
