// One call to Spot over fetch: token, account, real-time limit, envelope; only `CloudError` as its failure.
import type { JsonObject } from '../../lib/json.ts';
import { type Call, lostAnswer, networkFailure } from '../network-failure.ts';
import { classify } from './classify.ts';
import { readEnvelope } from './envelope.ts';

export interface SpotTransportOptions {
  readonly baseUrl: string;
  readonly accountId: string;
  /** Asked at every call, so that a renewed token is used at once. */
  readonly token: () => string;
  readonly fetch?: typeof fetch;
  /** Real time for one call, its whole answer included. */
  readonly timeoutMs: number;
}

export interface SpotRequest {
  /** What errors call it. */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: JsonObject;
}

/** Answers the items of the envelope. */
export type SpotTransport = (request: SpotRequest) => Promise<readonly unknown[]>;

export function createSpotTransport(options: SpotTransportOptions): SpotTransport {
  return async (request) => {
    const call = callOf(request);
    const { status, headers, text } = await exchange(options, request, call);
    const envelope = readEnvelope(text);
    if (status === 200 && envelope !== undefined && envelope.errors.length === 0) {
      return envelope.items;
    }
    if (status === 200 && envelope === undefined) {
      throw lostAnswer(call, 'NotSpotsAnswer', 'the answer is not in the form of Spot');
    }
    throw classify(call, { status, envelope, retryAfterMs: retryAfterMs(headers) });
  };
}

export function callOf(request: SpotRequest): Call {
  return { name: `Spot "${request.name}"`, writes: request.method !== 'GET' };
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

async function exchange(
  options: SpotTransportOptions,
  request: SpotRequest,
  call: Call,
): Promise<Answer> {
  const { baseUrl, accountId, timeoutMs } = options;
  const query = new URLSearchParams({ accountId, ...request.query });
  const init = requestInit(options.token(), request);
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const send = options.fetch ?? fetch;
    const answer = await send(`${baseUrl}${request.path}?${query}`, { ...init, signal });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  } catch (error) {
    if (!signal.aborted) throw networkFailure(call, error);
    throw lostAnswer(call, 'TimeoutError', `no whole answer within ${timeoutMs} ms`, error);
  }
}

/** A redirect is not followed: the token would go along. */
function requestInit(token: string, request: SpotRequest): RequestInit {
  return {
    method: request.method,
    redirect: 'manual',
    headers: {
      Authorization: `Bearer ${token}`,
      Accept: 'application/json',
      'Content-Type': 'application/json',
    },
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
  };
}

/** Both headers count seconds; Spot documents only the second. */
function retryAfterMs(headers: Headers): number | undefined {
  for (const name of ['retry-after', 'x-ratelimit-reset']) {
    const value = headers.get(name);
    if (value !== null && /^\d{1,6}(\.\d+)?$/.test(value)) return Math.ceil(Number(value) * 1_000);
  }
  return undefined;
}
