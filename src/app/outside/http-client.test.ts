// Requests over real sockets: what is sent, what is read, and what a rehearsal keeps from leaving.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { HttpRequest } from '../../steps/outside.ts';
import { createHttpClient } from './http-client.ts';

let server: Server | undefined;
let origin = '';
afterEach(() => {
  vi.unstubAllEnvs();
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

async function serve(answer: RequestListener): Promise<void> {
  server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const live = createHttpClient({ isRehearsal: false, answers: [] });
const { signal } = new AbortController();

function request(more: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'GET', url: origin, headers: [], body: '', ...more };
}

async function textOf(message: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of message) text += String(part);
  return text;
}

test('method, headers and body are sent as given, and the answer is read whole', async () => {
  await serve(async (message, response) => {
    const body = await textOf(message);
    response.writeHead(201, { 'X-Made': 'yes' });
    response.end(`${message.method} ${message.headers['x-token']} ${body}`);
  });
  const headers = [{ key: 'X-Token', value: 'abc' }];
  const answer = await live.send(request({ method: 'POST', headers, body: '{"a":1}' }), signal);
  expect(answer).toMatchObject({ code: 201, body: 'POST abc {"a":1}' });
  expect(answer.headers['x-made']).toBe('yes');
});

test('a rehearsal sends nothing by way of a proxy, not even to this machine', async () => {
  vi.stubEnv('NODE_USE_ENV_PROXY', '1');
  vi.stubEnv('HTTP_PROXY', 'http://proxy.example.com');
  const rehearsed = createHttpClient({ isRehearsal: true, answers: [] });
  const sent = rehearsed.send(request({ url: 'http://127.0.0.2:1' }), signal);
  await expect(sent).rejects.toMatchObject({ kind: 'invalid', code: 'Proxy' });
});

test('credentials in a URL are refused and not repeated', async () => {
  const url = 'http://ada:hush-hush@127.0.0.1:1/';
  const error = await live.send(request({ url }), signal).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ kind: 'invalid', code: 'CredentialsInUrl' });
  expect(String(error)).not.toMatch(/ada|hush/);
});

test('a server that is not there was sent nothing', async () => {
  await serve(() => {});
  const closed = new Promise((done) => server?.close(done));
  await closed;
  await expect(live.send(request(), signal)).rejects.toMatchObject({ kind: 'unavailable' });
});

test('a server that hangs up may have done what was asked', async () => {
  await serve((message) => message.socket.destroy());
  const sent = live.send(request({ method: 'POST' }), signal);
  await expect(sent).rejects.toMatchObject({ kind: 'unknown-outcome' });
});

test('an answer without end is not read for ever', async () => {
  await serve((_message, response) => void response.end('x'.repeat(600_000)));
  await expect(live.send(request(), signal)).rejects.toMatchObject({ code: 'AnswerTooLarge' });
});

test('a read follows redirects, and takes its headers to no other origin', async () => {
  const seen: (string | undefined)[] = [];
  await serve((message, response) => {
    seen.push(message.headers['x-token']?.toString());
    const next = message.url === '/' ? '/there' : origin.replace('127.0.0.1', 'localhost');
    if (message.headers.host?.startsWith('localhost') === true) response.end('arrived');
    else response.writeHead(302, { location: next }).end();
  });
  const headers = [{ key: 'X-Token', value: 'abc' }];
  expect(await live.send(request({ headers }), signal)).toMatchObject({ body: 'arrived' });
  expect(seen).toEqual(['abc', 'abc', undefined]);
});

describe('in a rehearsal', () => {
  const answers = [{ url: 'https://hooks.example.com/*', code: 202, body: 'taken' }];
  const rehearsal = createHttpClient({ isRehearsal: true, answers });

  test('a server of this machine is asked', async () => {
    await serve((_message, response) => void response.end('here'));
    expect(await rehearsal.send(request(), signal)).toMatchObject({ body: 'here' });
  });

  test('another machine is not, and the author is told what to do', async () => {
    const sent = rehearsal.send(request({ url: 'https://example.com/' }), signal);
    await expect(sent).rejects.toThrow(/rehearsal\.answers of penstock\.yaml/);
  });

  test('an answer of the settings stands for it', async () => {
    const url = 'https://hooks.example.com/services/1';
    const answer = await rehearsal.send(request({ method: 'POST', url }), signal);
    expect(answer).toMatchObject({ code: 202, body: 'taken' });
    expect(answer.insteadOf).toMatch(/was not sent/);
  });

  test('a redirect leads to no other machine', async () => {
    await serve((_message, response) => {
      response.writeHead(302, { location: 'https://example.com/' }).end();
    });
    await expect(rehearsal.send(request(), signal)).rejects.toMatchObject({ code: 'NotLoopback' });
  });
});
