// Specifies over real sockets the statuses of the load balancer's own, for wrong requests and wrong answers.
import { createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { eventually } from '../../../tests/eventually.ts';
import { forwardBy, handMadeTwin, viewOf } from '../../../tests/hand-made-routing.ts';
import { rawRequest } from '../../../tests/raw-request.ts';
import { startDataPlane } from './data-plane.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const GOOD = 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok\n';
const lines: string[] = [];

/** A listener before a target that does this with every connection that has sent something. */
async function listening(onRequest: (socket: Socket) => void): Promise<number> {
  const open = new Set<Socket>();
  const target = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('data', () => onRequest(socket));
  });
  await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => target.close(resolve));
  });
  const address = target.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const twin = handMadeTwin([viewOf([forwardBy({ blue: 1 })], { blue: ['b1'] })]);
  lines.length = 0;
  const plane = await startDataPlane({
    twin,
    host: { addressOf: () => ({ host: '127.0.0.1', port }) },
    seed: 1,
    targetTimeoutMs: 5_000,
    writeAccessLog: (line) => lines.push(line),
  });
  closing.push(() => plane.close());
  return plane.addresses()[0]?.actualPort ?? 0;
}

function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1]);
}

describe('of requests', () => {
  const cases: readonly (readonly [string, string, number])[] = [
    ['no request at all', 'hello\r\n\r\n', 400],
    ['no host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['a blank in a name', 'GET / HTTP/1.1\r\nHost: h\r\na b: c\r\n\r\n', 400],
    ['another version', 'GET / HTTP/3.0\r\nHost: h\r\n\r\n', 505],
    ['another coding', 'POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip\r\n\r\n', 501],
    ['TRACE', 'TRACE / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n', 405],
    ['an address of 17 KiB', get('', `/${'a'.repeat(17_000)}`), 414],
    ['a header of 17 KiB', get(`X: ${'a'.repeat(17_000)}\r\n`), 400],
    ['headers of 66 KiB', get('X: 1234567\r\n'.repeat(5_600)), 400],
    ['31 forwarders', get(`X-Forwarded-For: ${Array(31).fill('9.9.9.9').join(', ')}\r\n`), 463],
    ['30 forwarders', get(`X-Forwarded-For: ${Array(30).fill('9.9.9.9').join(', ')}\r\n`), 200],
  ];
  test.each(cases)('%s', async (_name, bytes, status) => {
    const port = await listening((socket) => socket.write(GOOD));
    const answer = await rawRequest(port, bytes);
    expect(statusOf(answer)).toBe(status);
    if (status !== 200) expect(answer).toMatch(/server: awselb\/2\.0|Connection: close/i);
  });
});

describe('of targets', () => {
  const cases: readonly (readonly [string, string, number])[] = [
    ['no HTTP', 'SSH-2.0-x\r\n\r\n', 502],
    ['headers of 33 KiB', `HTTP/1.1 200 OK\r\nX: ${'a'.repeat(33_000)}\r\n\r\n`, 502],
    ['an answer that keeps the connection', GOOD, 200],
    ['a body until the end', 'HTTP/1.1 200 OK\r\n\r\nok\n', 200],
    ['a provisional answer first', `HTTP/1.1 103 Early Hints\r\n\r\n${GOOD}`, 200],
  ];
  test.each(cases)('%s', async (_name, bytes, status) => {
    const port = await listening((socket) => socket.end(bytes));
    expect(statusOf(await rawRequest(port, get()))).toBe(status);
  });

  test('a connection that is reset', async () => {
    const port = await listening((socket) => socket.resetAndDestroy());
    expect(statusOf(await rawRequest(port, get()))).toBe(502);
  });

  test('an answer that breaks off is cut for the client, too', async () => {
    const port = await listening((socket) =>
      socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok'),
    );
    const answer = await rawRequest(port, get());
    expect(answer).toMatch(/ok$/);
    expect(answer).toContain('Content-Length: 9');
  });
});

test('a client that leaves is logged as 460', async () => {
  let reached = 0;
  const port = await listening(() => {
    reached += 1;
  });
  const leaving = new AbortController();
  const left = fetch(`http://127.0.0.1:${port}/slow`, { signal: leaving.signal }).catch(
    () => 'left',
  );
  await eventually('the request at the target', () => reached === 1);
  leaving.abort();
  expect(await left).toBe('left');
  await eventually('the line', () => lines.length === 1);
  expect(lines[0]?.split(' ')[8]).toBe('460');
});

function get(headers = '', path = '/'): string {
  return `GET ${path} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n${headers}\r\n`;
}
