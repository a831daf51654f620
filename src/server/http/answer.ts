// An answer as it goes out: written to the connection itself, for what frameworks put between costs more than most answers.
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';
import type { Env } from './shell.ts';

export interface Answered {
  readonly status: number;
  /** Undefined with a body of nothing. */
  readonly type?: string;
  readonly body?: string | Uint8Array;
}

/** Once for each request; headers that were set before go along. */
export function answer(context: Context<Env>, { status, type, body }: Answered): Response {
  const { outgoing } = context.env;
  outgoing.statusCode = status;
  if (type !== undefined) outgoing.setHeader('content-type', type);
  if (body !== undefined) outgoing.setHeader('content-length', Buffer.byteLength(body));
  outgoing.end(body);
  return RESPONSE_ALREADY_SENT;
}

export function setHeader(context: Context<Env>, name: string, value: string): void {
  context.env.outgoing.setHeader(name, value);
}

/** What stands behind the question mark. */
export function searchOf(context: Context<Env>): URLSearchParams {
  const { url = '' } = context.env.incoming;
  const at = url.indexOf('?');
  return new URLSearchParams(at === -1 ? '' : url.slice(at + 1));
}
