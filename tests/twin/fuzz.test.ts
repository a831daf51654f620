// Hostile input: whatever is sent to the twin is answered in its cloud's envelope, and the twin goes on.
import { connect } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/lib/json.ts';
import { answerRequest } from '../../src/twin/http/answer-request.ts';
import { startTwinServer } from '../../src/twin/http/start-twin-server.ts';
import { twinBench } from '../twin-bench.ts';
import { LISTENER, twinWorld } from '../twin-world.ts';
import { bentRequest } from './bent-requests.ts';
import { envelopeProblem } from './envelope.ts';
import { type HostileRequest, hostileRequest, SIGNED } from './hostile-requests.ts';

const SEED = 20_260_105;
const BATCHES = 500;
const BATCH = 200;
const bucket = { size: 1_000_000, refillPerSecond: 1_000_000 };
const world = twinWorld({
  limits: { elbv2Describe: bucket, elbv2Modify: bucket, spotRequestsPerMinute: 1_000_000 },
});

test('a hundred thousand hostile requests are answered by the clouds’ own errors', {
  timeout: 180_000,
}, async () => {
  const either = fc.oneof(hostileRequest, bentRequest);
  const requests = fc.sample(either, { seed: SEED, numRuns: BATCHES * BATCH });
  const statuses = new Map<number, number>();
  for (let batch = 0; batch < BATCHES; batch++) {
    const { twin, clock } = twinBench(world);
    for (const request of requests.slice(batch * BATCH, (batch + 1) * BATCH)) {
      const url = new URL(`http://twin${request.target}`);
      const answer = answered(() => answerRequest({ twin, clock }, { ...request, url }));
      const problem = typeof answer === 'string' ? answer : envelopeProblem(url.pathname, answer);
      if (problem !== undefined) expect.fail(`${problem}\n${shown(request)}`);
      if (typeof answer === 'object') {
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      }
      twin.clearFaults();
    }
    await clock.advance(60_000);
    const rules = twin.elbv2.describeRules({ ListenerArn: LISTENER })['Rules'] as JsonObject[];
    expect(rules.at(-1)?.['IsDefault']).toBe(true);
    expect(() => JSON.stringify([twin.inspect(), twin.spot.list({})])).not.toThrow();
    expect(Object.keys(Object.prototype)).toEqual([]);
    twin.close();
  }
  for (const status of [200, 400, 401, 403, 404]) expect(statuses.get(status)).toBeGreaterThan(100);
});

test('over a socket too, nothing sent breaks the server or is answered by a failure of its own', async () => {
  const { twin, clock } = twinBench(world);
  const server = await startTwinServer({ twin, clock });
  const requests = fc.sample(fc.oneof(hostileRequest, bentRequest), { seed: SEED, numRuns: 300 });
  for (const raw of [...RAW, ...requests.map(rawRequest)]) {
    const answer = await send(server.url, raw);
    expect(answer, raw.slice(0, 500)).toMatch(/^(HTTP\/1\.1 [24]\d\d |$)/);
    twin.clearFaults();
  }
  const tooLong = await send(server.url, post('/', 'x'.repeat(2 ** 21)));
  expect(tooLong).toMatch(/^HTTP\/1\.1 413 /);
  const authorization = SIGNED.replace('SERVICE', 'sts');
  const body = 'Action=GetCallerIdentity';
  const after = await fetch(server.url, { method: 'POST', headers: { authorization }, body });
  expect(after.status).toBe(200);
  await server.close();
  twin.close();
});

const RAW = [
  ...[
    '',
    '\r\n\r\n',
    'GET',
    'POST / HTTP/9.9\r\n\r\n',
    '\u0016\u0003\u0001',
    'PRI * HTTP/2.0\r\n\r\nSM\r\n',
  ],
  ...['//', '//[', '*', 'http://', 'http://[::1', 'http://other/aws/', '/\u0000', '/%', '/?%'].map(
    (each) => post(each, 'Action=DescribeRules'),
  ),
  `GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`,
  `GET / HTTP/1.1\r\nhost: x\r\n${'a: b\r\n'.repeat(5_000)}\r\n`,
  'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n',
  'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nshort',
  'POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
  'GET / HTTP/1.1\r\nhost: x\r\n__proto__: a\r\nconstructor: b\r\nconnection: close\r\n\r\n',
  'GET / HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n',
  'CONNECT x:1 HTTP/1.1\r\nhost: x\r\n\r\n',
  'POST / HTTP/1.1\r\nhost: x\r\nexpect: nonsense\r\ncontent-length: 0\r\n\r\n',
];

function post(target: string, body: string): string {
  return rawRequest({ method: 'POST', target, headers: {}, body });
}

function rawRequest({ method, target, headers, body }: HostileRequest): string {
  const lines = Object.entries({ host: 'x', connection: 'close', ...headers });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const length = Buffer.byteLength(body);
  return `${method} ${target} HTTP/1.1\r\n${head}content-length: ${length}\r\n\r\n${body}`;
}

/** All that comes back until the server closes; a broken connection is the end of it too. */
function send(url: string, raw: string): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => {
      received += text;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(received));
    socket.end(raw);
  });
}

function answered<Answer>(act: () => Answer): Answer | string {
  try {
    return act();
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

function shown(request: HostileRequest): string {
  return JSON.stringify(request).slice(0, 2_000);
}
