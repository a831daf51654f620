// Sends one request on to a target and streams the answer back, once: what fails is answered, never repeated.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';
import { type Dispatcher, errors } from 'undici';
import { headersToClient, headersToTarget } from './proxied-headers.ts';

export interface Forwarded {
  /** The status that the client got; 460, as in AWS's logs, when it left before the end. */
  readonly status: number;
  readonly targetStatus: number | undefined;
  /** When the target's connection got the request, and when its answer began: `performance.now()`. */
  readonly sentAt?: number | undefined;
  readonly answeredAt?: number | undefined;
}

export interface OwnAnswer {
  readonly status: number;
  readonly body: string;
  readonly contentType?: string;
  readonly location?: string;
}

/** Resolves when the client's answer has ended, one way or the other; never rejects. */
export function forwardRequest(
  target: Dispatcher,
  request: IncomingMessage,
  response: ServerResponse,
  listenerPort: number,
  cookies: readonly string[] = [],
): Promise<Forwarded> {
  return new Promise((resolve) => {
    const exchange = createExchange(response, cookies);
    response.once('close', () => resolve(exchange.forwarded()));
    target.dispatch(
      {
        path: request.url ?? '/',
        method: request.method ?? 'GET',
        headers: headersToTarget(request, listenerPort),
        body: bodyOf(request),
      },
      exchange.handler,
    );
  });
}

/** Ends the answer with a status and text of the load balancer's own. */
export function answer(
  response: ServerResponse,
  { status, body, contentType = 'text/plain; charset=utf-8', location }: OwnAnswer,
): void {
  response.writeHead(status, {
    server: 'awselb/2.0',
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    ...(location === undefined ? {} : { location }),
  });
  response.end(body);
}

interface Exchange {
  readonly handler: Dispatcher.DispatchHandler;
  forwarded(): Forwarded;
}

function createExchange(response: ServerResponse, cookies: readonly string[]): Exchange {
  let sentAt: number | undefined;
  let answeredAt: number | undefined;
  let targetStatus: number | undefined;
  let targetBroke = false;
  const handler: Dispatcher.DispatchHandler = {
    onRequestStart(controller) {
      sentAt = performance.now();
      const leave = (): void => {
        if (!response.writableFinished) controller.abort(new Error('the client has left'));
      };
      if (response.destroyed) leave();
      else response.once('close', leave);
    },
    onResponseStart(_controller, status, headers) {
      if (status < 200) return;
      answeredAt = performance.now();
      targetStatus = status;
      response.writeHead(status, headersToClient(headers, cookies));
    },
    onResponseData(controller, chunk) {
      if (response.write(chunk)) return;
      controller.pause();
      response.once('drain', () => controller.resume());
    },
    onResponseEnd() {
      response.end();
    },
    onResponseError(_controller, error) {
      targetBroke = !response.destroyed;
      if (response.headersSent) response.destroy();
      else if (targetBroke)
        answer(response, { status: statusOf(error), body: `${error.message}\n` });
    },
  };
  const forwarded = (): Forwarded => {
    const whole = response.writableFinished || targetBroke;
    return { status: whole ? response.statusCode : 460, targetStatus, sentAt, answeredAt };
  };
  return { handler, forwarded };
}

/** A stream of its own: when it is destroyed with a broken target, the client can still be answered. */
function bodyOf(request: IncomingMessage): Readable | null {
  const length = request.headers['content-length'];
  const empty = length === undefined || length === '0';
  if (empty && request.headers['transfer-encoding'] === undefined) return null;
  const body = new PassThrough();
  request.once('error', (error) => body.destroy(error));
  return request.pipe(body);
}

function statusOf(error: Error): number {
  if (error instanceof errors.InvalidArgumentError) return 400;
  const timedOut =
    error instanceof errors.HeadersTimeoutError ||
    error instanceof errors.BodyTimeoutError ||
    error instanceof errors.ConnectTimeoutError;
  return timedOut ? 504 : 502;
}
