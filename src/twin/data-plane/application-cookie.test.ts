// Specifies over real sockets how a client stays with the target whose application gave it a cookie.
import { afterEach, expect, test } from 'vitest';
import {
  forwardBy,
  handMadeTwin,
  realInstances,
  viewOf,
} from '../../../tests/hand-made-routing.ts';
import { startDataPlane } from './data-plane.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const MINUTE = 60_000;

/** Two targets that begin a session at /login; answers what a client with these cookies gets. */
async function started() {
  let now = 1_000;
  const view = viewOf([forwardBy({ blue: 1 })], { blue: ['b1', 'b2'] });
  const sticky = [...view.targetGroups].map(
    ([arn, group]) => [arn, { ...group, stickyMs: MINUTE, applicationCookie: 'session' }] as const,
  );
  const twin = handMadeTwin([{ ...view, targetGroups: new Map(sticky) }]);
  const instance = (name: string): Parameters<typeof realInstances>[0][string] => {
    return (request, response) => {
      if (request.url === '/login') response.setHeader('set-cookie', ['session=1; Path=/', 'x=1']);
      response.end(name);
    };
  };
  const host = await realInstances({ b1: instance('b1'), b2: instance('b2') });
  closing.push(() => host.close());
  const plane = await startDataPlane({ twin, host, seed: 1, clock: { now: () => now } });
  closing.push(() => plane.close());
  const origin = `http://127.0.0.1:${plane.addresses()[0]?.actualPort}`;
  const send = async (path: string, cookie = '') => {
    const answer = await fetch(origin + path, { headers: { cookie } });
    return { instance: await answer.text(), cookies: answer.headers.getSetCookie() };
  };
  const later = (ms: number): void => {
    now += ms;
  };
  return { send, later };
}

function jar(cookies: readonly string[]): string {
  return cookies.map((cookie) => cookie.split(';')[0]).join('; ');
}

async function seen(times: number, send: () => Promise<{ instance: string }>) {
  const instances = new Set<string>();
  for (let sent = 0; sent < times; sent += 1) instances.add((await send()).instance);
  return [...instances].sort();
}

test('the load balancer’s cookie comes only with the application’s', async () => {
  const { send } = await started();
  expect((await send('/')).cookies).toEqual([]);
  expect((await send('/login')).cookies.map((cookie) => cookie.split('=')[0])).toEqual([
    'session',
    'x',
    'AWSALBAPP-0',
  ]);
});

test('a client with both cookies stays with its target, and one that lost either does not', async () => {
  const { send } = await started();
  const { instance, cookies } = await send('/login');
  expect(await seen(4, () => send('/', jar(cookies)))).toEqual([instance]);
  const [own = '', , balancer = ''] = cookies;
  expect(await seen(4, () => send('/', jar([own])))).toEqual(['b1', 'b2']);
  expect(await seen(4, () => send('/', jar([balancer])))).toEqual(['b1', 'b2']);
});

test('it stays for the duration since the application’s last cookie', async () => {
  const { send, later } = await started();
  const { cookies } = await send('/login');
  later(MINUTE + 1);
  expect(await seen(4, () => send('/', jar(cookies)))).toEqual(['b1', 'b2']);
});
