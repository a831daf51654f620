// The twin's APIs on one port of this machine: AWS, Spot and the twin's own paths.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../lib/clock.ts';
import type { Json } from '../../lib/json.ts';
import type { Twin } from '../twin.ts';
import { ANSWER_LOST, TwinError } from '../twin-error.ts';
import { type Answer, jsonAnswer, type Received } from './answer.ts';
import { answerJson, jsonError } from './aws-json.ts';
import { answerQuery, queryError } from './aws-query.ts';
import { type AwsService, awsServiceOf } from './aws-service.ts';
import { readBody } from './read-body.ts';
import { answerSpot } from './spot-routes.ts';
import { answerTwin, type ClockOrigin } from './twin-routes.ts';

export interface TwinServerOptions {
  readonly twin: Twin;
  readonly clock: Clock;
  /** Any free port when it is left out. */
  readonly port?: number;
  /** Lets other processes follow the clock. */
  readonly clockOrigin?: ClockOrigin;
  /** Where the data plane listens. */
  readonly listeners?: () => Json | readonly object[];
}

export interface TwinServer {
  readonly url: string;
  close(): Promise<void>;
}

export async function startTwinServer(options: TwinServerOptions): Promise<TwinServer> {
  const server = createServer((request, response) => {
    serve(options, request, response).catch((error: unknown) => {
      if (response.headersSent || request.destroyed) response.destroy();
      else response.writeHead(500).end(error instanceof Error ? error.stack : String(error));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => closeServer(server) };
}

async function serve(
  options: TwinServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  const answer =
    body === undefined
      ? jsonAnswer(413, { message: 'the request is too long' })
      : answerTo(options, {
          method: request.method ?? '',
          url: new URL(request.url ?? '/', 'http://twin'),
          headers: request.headers as Received['headers'],
          body,
        });
  if (answer === 'lost') {
    request.socket.destroy();
    return;
  }
  response.writeHead(answer.status, answer.headers).end(answer.body);
}

function answerTo(options: TwinServerOptions, received: Received): Answer {
  const { twin, clock, clockOrigin, listeners } = options;
  const { pathname } = received.url;
  try {
    if (pathname.startsWith('/_twin/')) {
      const addresses = (): Json => (listeners?.() ?? []) as Json;
      const now = (): number => clock.now();
      return answerTwin({ twin, now, clockOrigin, listeners: addresses }, received);
    }
    if (pathname.startsWith('/aws/')) return answerSpot(twin, clock.now(), received);
    return answerAws(twin, received);
  } catch (error) {
    if (error instanceof TwinError && error.code === ANSWER_LOST) return 'lost';
    throw error;
  }
}

function answerAws(twin: Twin, received: Received): Answer {
  const target = received.headers['x-amz-target'];
  let service: AwsService | undefined;
  try {
    service = awsServiceOf(received, twin.spec.region);
    return service === 'monitoring' && target !== undefined
      ? answerJson(twin, target, received)
      : answerQuery(twin, service, received);
  } catch (error) {
    if (!(error instanceof TwinError) || error.code === ANSWER_LOST) throw error;
    return target === undefined ? queryError(error, service) : jsonError(error);
  }
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
