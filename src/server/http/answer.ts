// An answer as it goes out: written to the connection itself, for what frameworks put between costs more than most answers.
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';
import type { Clock } from '../../lib/clock.ts';
import type { Env } from './shell.ts';

const LINGER_MS = 500;

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

/**
 * For a request whose body nobody reads to its end. A connection that is closed on bytes that have come
 * takes the answer away with it: they are let in for a moment, and then it closes.
 */
export function answerAndClose(context: Context<Env>, clock: Clock, answered: Answered): Response {
  const { incoming, outgoing } = context.env;
  outgoing.statusCode = answered.status;
  outgoing.setHeader('connection', 'close');
  outgoing.setHeader('content-type', answered.type ?? '');
  outgoing.setHeader('content-length', Buffer.byteLength(answered.body ?? ''));
  outgoing.write(answered.body ?? '');
  const cancel = clock.after(LINGER_MS, () => outgoing.end());
  incoming.once('end', () => outgoing.end());
  outgoing.once('close', cancel);
  incoming.resume();
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
