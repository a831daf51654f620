// Specifies over real sockets what a load balancer's attributes do to requests and to the time they may take.
import { request as send } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import {
  forwardBy,
  handMadeTwin,
  listenerArn,
  realInstances,
  viewOf,
} from '../../../tests/hand-made-routing.ts';
import type { LoadBalancerSettings } from '../routing-view.ts';
import { startDataPlane } from './data-plane.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

type Headers = Readonly<Record<string, string | undefined>>;

/** The status, and the headers that reached the target. */
async function sent(
  settings: LoadBalancerSettings,
  headers: Readonly<Record<string, string>> = {},
  port = 80,
): Promise<{ readonly status: number; readonly headers: Headers }> {
  const listeners = [{ arn: listenerArn, port, rules: [forwardBy({ blue: 1 })] }];
  const view = { ...viewOf([], { blue: ['b1'] }), listeners, settings };
  const host = await realInstances({
    b1(request, response) {
      if (request.headers['x-wait'] === undefined) response.end(JSON.stringify(request.headers));
    },
  });
  closing.push(() => host.close());
  const clock = { now: () => 0x65_00_00_00 * 1_000 };
  const plane = await startDataPlane({ twin: handMadeTwin([view]), host, seed: 1, clock });
  closing.push(() => plane.close());
  const actualPort = plane.addresses()[0]?.actualPort ?? 0;
  return new Promise((resolve, reject) => {
    const to = { host: '127.0.0.1', port: actualPort, headers, agent: false };
    const request = send(to, async (response) => {
      const text = (await response.toArray()).join('');
      const status = response.statusCode ?? 0;
      resolve({ status, headers: status === 200 ? (JSON.parse(text) as Headers) : {} });
    });
    request.once('error', reject);
    request.end();
  });
}

test('the client is appended to X-Forwarded-For, with its port when that is wanted', async () => {
  const before = { 'x-forwarded-for': '9.9.9.9' };
  const appended = await sent({}, before);
  expect(appended.headers['x-forwarded-for']).toBe('9.9.9.9, 127.0.0.1');
  const withPort = await sent({ tellsClientPort: true }, before);
  expect(withPort.headers['x-forwarded-for']).toMatch(/^9\.9\.9\.9, 127\.0\.0\.1:\d{4,5}$/);
});

test('X-Forwarded-For is preserved or removed, and its companions always come', async () => {
  const before = { 'x-forwarded-for': '9.9.9.9', 'x-forwarded-proto': 'https' };
  const preserved = await sent({ forwardedFor: 'preserve' }, before);
  expect(preserved.headers['x-forwarded-for']).toBe('9.9.9.9');
  const none = await sent({ forwardedFor: 'preserve' });
  expect(none.headers['x-forwarded-for']).toBeUndefined();
  const removed = await sent({ forwardedFor: 'remove' }, before);
  expect(removed.headers['x-forwarded-for']).toBeUndefined();
  expect(removed.headers).toMatchObject({ 'x-forwarded-proto': 'http', 'x-forwarded-port': '80' });
});

test('the host gets the port of an unusual listener and loses any other, unless it is preserved', async () => {
  const hostOf = async (host: string, port: number, preservesHost = false) =>
    (await sent(preservesHost ? { preservesHost } : {}, { host }, port)).headers['host'];
  expect(await hostOf('shop.example:9', 80)).toBe('shop.example');
  expect(await hostOf('shop.example', 8080)).toBe('shop.example:8080');
  expect(await hostOf('shop.example:9', 8080)).toBe('shop.example:9');
  expect(await hostOf('shop.example:9', 80, true)).toBe('shop.example:9');
});

test('headers with unusual names are dropped only when that is wanted', async () => {
  const odd = { x_odd: '1', 'x-even': '2' };
  expect((await sent({}, odd)).headers).toMatchObject(odd);
  const { headers } = await sent({ dropsInvalidHeaders: true }, odd);
  expect([headers['x_odd'], headers['x-even']]).toEqual([undefined, '2']);
});

test('each request has a trace, and one that has a root keeps it', async () => {
  const fresh = await sent({});
  expect(fresh.headers['x-amzn-trace-id']).toMatch(/^Root=1-65000000-[0-9a-f]{24}$/);
  const rooted = await sent({}, { 'x-amzn-trace-id': 'Root=1-1-2;Called=app' });
  expect(rooted.headers['x-amzn-trace-id']).toMatch(
    /^Self=1-65000000-[0-9a-f]{24};Root=1-1-2;Called=app$/,
  );
});

test('a target that is silent for the idle time-out is answered 504', async () => {
  expect((await sent({ idleTimeoutMs: 50 }, { 'x-wait': '1' })).status).toBe(504);
});
