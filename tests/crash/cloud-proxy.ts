// Stands between Penstock and the twin on this machine: sees every call, and can stop the world at its three moments.
import {
  createServer,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** `sent`: not passed on yet. `done`: the twin has answered. `answered`: the answer is on its way. */
export type Moment = 'sent' | 'done' | 'answered';

export interface CloudCall {
  /** Such as `ModifyRule` or `PUT group capacity`. */
  readonly kind: string;
  readonly isWrite: boolean;
  /** The caller's port, which tells its process. */
  readonly port: number;
}

/** Answer `drop` and the call goes no further, and its connection breaks. */
export type OnCall = (call: CloudCall, moment: Moment) => Promise<'drop' | undefined> | undefined;

export interface CloudProxy extends AsyncDisposable {
  readonly url: string;
  /** Every call of which the twin was told, in order. */
  readonly calls: readonly CloudCall[];
  onCall: OnCall;
}

export async function startCloudProxy(twinUrl: string): Promise<CloudProxy> {
  const calls: CloudCall[] = [];
  const serve = async (received: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bytesOf(received);
    const call = callOf(received, body.toString());
    if (call === undefined) return relay(response, await forward(twinUrl, received, body));
    if ((await proxy.onCall(call, 'sent')) === 'drop') return void response.destroy();
    calls.push(call);
    const answer = await forward(twinUrl, received, body);
    if ((await proxy.onCall(call, 'done')) === 'drop') return void response.destroy();
    response.once('finish', () => void proxy.onCall(call, 'answered'));
    relay(response, answer);
  };
  const server = createServer((received, response) => {
    serve(received, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: CloudProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    onCall: () => undefined,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

function relay(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, headers).end(body);
}

function forward(url: string, received: IncomingMessage, body: Buffer): Promise<Answer> {
  const { method, headers } = received;
  return new Promise((resolve, reject) => {
    const sent = httpRequest(new URL(received.url ?? '/', url), { method, headers }, (answer) => {
      bytesOf(answer).then(
        (bytes) =>
          resolve({ status: answer.statusCode ?? 500, headers: answer.headers, body: bytes }),
        reject,
      );
    });
    sent.once('error', reject).end(body);
  });
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Undefined for the twin's own paths: they are no cloud. */
function callOf(received: IncomingMessage, body: string): CloudCall | undefined {
  const { method = '', url = '/', socket } = received;
  const path = new URL(url, 'http://twin').pathname;
  if (path.startsWith('/_twin/')) return undefined;
  const port = socket.remotePort ?? 0;
  if (path.startsWith('/aws/')) {
    const what = path
      .replace(/^\/aws\/ec2\//, '')
      .replace(/sig-[a-z0-9]+/, ':id')
      .replaceAll('/', ' ');
    const kind = `${method} ${what}${method === 'PUT' ? partsOf(body) : ''}`;
    return { kind, isWrite: method !== 'GET', port };
  }
  const target = String(received.headers['x-amz-target'] ?? '');
  const kind = new URLSearchParams(body).get('Action') ?? target.split('.').at(-1) ?? '';
  return { kind, isWrite: !/^(Describe|Get|List)/.test(kind), port };
}

/** What of a group is written: the names of its members. */
function partsOf(body: string): string {
  const { group = {} } = JSON.parse(body || '{}') as { group?: object };
  return Object.keys(group)
    .sort()
    .map((name) => ` ${name}`)
    .join('');
}
