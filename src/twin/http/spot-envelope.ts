// The envelope around every answer of Spot's API: request, status, items or errors.
import { randomUUID } from 'node:crypto';
import type { Json, JsonObject } from '../../lib/json.ts';
import type { RateLimit } from '../twin.ts';
import type { TwinError } from '../twin-error.ts';
import { type Answer, jsonAnswer, type Received } from './answer.ts';

/** `kind` and `items` are absent where Spot answers a status only. */
export interface SpotContent {
  readonly kind?: string;
  readonly items?: readonly Json[];
}

export function spotSuccess(
  received: Received,
  now: number,
  content: SpotContent,
  limit: RateLimit,
): Answer {
  const { kind, items } = content;
  const listed = items === undefined ? {} : { kind, items, count: items.length };
  const response = { status: { code: 200, message: 'OK' }, ...listed };
  return jsonAnswer(200, envelope(received, now, response), rateLimitHeaders(limit));
}

export function spotError(
  received: Received,
  now: number,
  error: TwinError,
  limit: RateLimit | undefined,
): Answer {
  const { httpStatus, code, message } = error;
  const status = { code: httpStatus, message: STATUS_TEXT[httpStatus] ?? 'Error' };
  const response =
    httpStatus === 429 ? { status, data: message } : { status, errors: [{ code, message }] };
  const left = httpStatus === 429 ? 0 : limit?.remaining;
  const headers = limit === undefined ? {} : rateLimitHeaders({ ...limit, remaining: left ?? 0 });
  return jsonAnswer(httpStatus, envelope(received, now, response), headers);
}

const STATUS_TEXT: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
};

function envelope(received: Received, now: number, response: JsonObject): JsonObject {
  const { method, url } = received;
  return {
    request: {
      id: randomUUID(),
      url: `${url.pathname}${url.search}`,
      method,
      timestamp: new Date(now).toISOString(),
    },
    response,
  };
}

function rateLimitHeaders(limit: RateLimit): Readonly<Record<string, string>> {
  return {
    'x-ratelimit-limit': String(limit.limit),
    'x-ratelimit-remaining': String(limit.remaining),
    'x-ratelimit-reset': String(limit.resetSeconds),
  };
}
