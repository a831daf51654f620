// The twin's APIs on one port of this machine: AWS, Spot and the twin's own paths.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, sleep } from '../../lib/clock.ts';
import { type Answer, jsonAnswer, type Received } from './answer.ts';
import { type AnswerOptions, answerRequest } from './answer-request.ts';
import { readBody } from './read-body.ts';
import { answerInTime, SNAPSHOT_PATH, type TimeRoutesOptions } from './time-routes.ts';

export interface TwinServerOptions
  extends AnswerOptions,
    Pick<TimeRoutesOptions, 'advance' | 'settled'> {
  /** Any free port when it is left out. */
  readonly port?: number;
  /** Real time, by which calls are late that faults make late; the twin's clock when it is left out. */
  readonly wall?: Clock;
}

export interface TwinServer {
  readonly url: string;
  close(): Promise<void>;
}

export async function startTwinServer(options: TwinServerOptions): Promise<TwinServer> {
  const closed = new AbortController();
  const server = createServer((request, response) => {
    serve(options, closed.signal, request, response).catch((error: unknown) => {
      if (closed.signal.aborted) return;
      if (response.headersSent || response.destroyed) response.destroy();
      else response.writeHead(500).end(error instanceof Error ? error.stack : String(error));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => closeServer(server, closed) };
}

async function serve(
  options: TwinServerOptions,
  closed: AbortSignal,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const answer = await answerTo(options, closed, request);
  if (answer === 'held') return;
  if (answer === 'lost') {
    request.socket.destroy();
    return;
  }
  const { status, headers, body } = answer;
  const length = Buffer.byteLength(body);
  response.writeHead(status, { ...headers, 'content-length': length }).end(body);
}

async function answerTo(
  options: TwinServerOptions,
  closed: AbortSignal,
  request: IncomingMessage,
): Promise<Answer> {
  const isSnapshot = request.url === SNAPSHOT_PATH;
  const bytes = await readBody(request, isSnapshot ? MOST_SNAPSHOT_BYTES : undefined);
  if (bytes === undefined) return TOO_LONG;
  const body = bytes.toString('utf8');
  const ofTime = await answerInTime(options, `${request.method} ${request.url}`, body);
  if (ofTime !== undefined) return ofTime;
  const target = request.url ?? '/';
  const url = URL.parse(target.startsWith('/') ? `http://twin${target}` : target);
  if (url === null) return jsonAnswer(400, { message: `'${target}' is not a request target` });
  const method = request.method ?? '';
  const headers = request.headers as Received['headers'];
  return inTime(options, closed, () =>
    answerRequest(options, { method, url, headers, body, bytes }),
  );
}

/** A call that is late acts and is answered late, though its client may have left long ago. */
async function inTime(
  { twin, clock, wall = clock }: TwinServerOptions,
  closed: AbortSignal,
  act: () => Answer,
): Promise<Answer> {
  let served = twin.serve(act);
  while (served.status === 'held') {
    await sleep(wall, served.delayMs, closed);
    served = served.proceed();
  }
  if (served.delayMs > 0) await sleep(wall, served.delayMs, closed);
  return served.answer;
}

/** Of a world with a thousand instances and all their history it has a tenth. */
const MOST_SNAPSHOT_BYTES = 268_435_456;

const TOO_LONG = jsonAnswer(413, { message: 'the request is too long' });

function closeServer(server: Server, closed: AbortController): Promise<void> {
  closed.abort();
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
