// A little HTTP server whose answers a test gives by hand, to show a client the wire as a cloud would.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedRequest {
  readonly method: string;
  /** With its query. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** `never`: the connection stays open in silence. `broken`: it is cut. `half`: cut inside the body. */
export type GivenAnswer =
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body: string;
    }
  | 'never'
  | 'broken'
  | 'half';

export interface AnsweringServer extends AsyncDisposable {
  readonly url: string;
  /** Every request so far, oldest first. */
  readonly received: readonly ReceivedRequest[];
}

export async function startAnsweringServer(
  answer: (request: ReceivedRequest) => GivenAnswer,
): Promise<AnsweringServer> {
  const received: ReceivedRequest[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const request: ReceivedRequest = {
      method: incoming.method ?? '',
      url: new URL(incoming.url ?? '/', 'http://127.0.0.1'),
      headers: incoming.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    };
    received.push(request);
    const given = answer(request);
    if (given === 'never') return;
    if (given === 'broken') {
      incoming.socket.destroy();
      return;
    }
    if (given === 'half') {
      outgoing.writeHead(200, { 'content-length': '1000' });
      outgoing.write('<Half', () => incoming.socket.destroy());
      return;
    }
    outgoing.writeHead(given.status ?? 200, given.headers);
    outgoing.end(given.body);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    [Symbol.asyncDispose]: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

/** An address where nothing listens: a server was there and is closed. */
export async function closedAddress(): Promise<string> {
  const server = await startAnsweringServer(() => 'never');
  await server[Symbol.asyncDispose]();
  return server.url;
}
