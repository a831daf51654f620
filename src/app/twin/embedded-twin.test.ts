// Specifies the twin inside of somebody's program: simulated instances over real sockets, time by hand, and nothing left.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateListenerCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { Pool } from 'undici';
import { afterEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { eventually } from '../../../tests/eventually.ts';
import { plainConnector } from '../../twin/data-plane/plain-connector.ts';
import { createTwin, type EmbeddedTwin, type TwinOptions } from './embedded-twin.ts';

const example = join(import.meta.dirname, '../../../examples/embedded-twin/world.yaml');
const shop = join(import.meta.dirname, '../../../examples/shop/world.yaml');
let twin: EmbeddedTwin | undefined;

afterEach(async () => {
  await twin?.close();
  twin = undefined;
});

async function created(options: Partial<TwinOptions> = {}): Promise<EmbeddedTwin> {
  twin = await createTwin({ world: example, clock: 'virtual', ...options });
  return twin;
}

const answerOf = (url: string) => fetch(`${url}/shop/`);

test('a world as an object is served, and its simulated instances answer by name', async () => {
  const { url, environment, listeners } = await created({
    world: parse(readFileSync(example, 'utf8')) as object,
  });
  expect(environment).toMatchObject({ AWS_ENDPOINT_URL: url, SPOTINST_BASE_URL: url });
  expect(listeners).toMatchObject([{ port: 80, url: expect.stringMatching(/^http:/) }]);
  const answer = await answerOf(listeners[0]?.url ?? '');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('x-ami-id')).toBe('ami-00000000000000001');
  expect(await answer.json()).toMatchObject({ instanceId: answer.headers.get('x-instance-id') });
});

test('a listener that is made later is among the listeners, and answers', async () => {
  await using own = await createTwin({ world: example, clock: 'virtual' });
  const client = new ElasticLoadBalancingV2Client({
    endpoint: own.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'twin', secretAccessKey: 'twin' },
  });
  const LoadBalancerArn = own.listeners[0]?.loadBalancerArn;
  const FixedResponseConfig = { StatusCode: '418' };
  const DefaultActions = [{ Type: 'fixed-response' as const, FixedResponseConfig }];
  const made = { LoadBalancerArn, Protocol: 'HTTP' as const, Port: 8081, DefaultActions };
  await client.send(new CreateListenerCommand(made));
  await own.advance(10_000);
  const listener = await eventually('the new listener', () =>
    own.listeners.find(({ port }) => port === 8081),
  );
  expect((await fetch(listener.url)).status).toBe(418);
  client.destroy();
});

test('time stands still until it is moved on, and goes back with a snapshot', async () => {
  const { now, advance, inject, inspect, snapshot, restore } = await created();
  const startedAt = now();
  const before = snapshot();
  inject({ kind: 'interruption', group: 'shop', noticeMs: 60_000 });
  const phases = () =>
    (inspect()['groups'] as { instances: { phase: string }[] }[])[0]?.instances
      .map(({ phase }) => phase)
      .sort();
  expect(phases()).toEqual(['draining', 'requested', 'running']);
  await advance(300_000);
  expect(now() - startedAt).toBe(300_000);
  expect(phases()).toEqual(['running', 'running']);
  await restore(before);
  expect(phases()).toEqual(['running', 'running']);
});

test('an instance that boots, or has ended, answers nobody', async () => {
  const { advance, inject, listeners, clearFaults } = await created();
  const url = listeners[0]?.url ?? '';
  inject({ kind: 'slow-boot', group: 'shop', extraMs: 3_600_000 });
  for (let each = 0; each < 2; each++) {
    inject({ kind: 'interruption', group: 'shop', noticeMs: 0 });
  }
  await advance(10_000);
  expect((await answerOf(url)).status).toBe(503);
  clearFaults();
  await advance(4_000_000);
  expect((await answerOf(url)).status).toBe(200);
});

test('wrong faults and wrong worlds are refused with what is wrong', async () => {
  const { inject } = await created();
  expect(() => inject({ kind: 'shortge', group: 'shop' })).toThrow('Did you mean shortage?');
  expect(() => inject({ kind: 'shortage', group: 'shp' })).toThrow('Did you mean "shop"?');
  await expect(createTwin({ world: {} })).rejects.toThrow('loadBalancers');
  await expect(createTwin({ world: 'nowhere.yaml' })).rejects.toThrow('nowhere.yaml');
});

test('instances can be the programs of a world file, which end with the twin', async () => {
  const { listeners, close } = await created({ world: shop, instances: 'processes' });
  const url = listeners.find(({ port }) => port === 80)?.url ?? '';
  const pool = new Pool(url, { connect: plainConnector(2_000) });
  const answer = await pool.request({
    path: '/',
    method: 'GET',
    headers: { host: 'shop.example' },
  });
  await answer.body.dump();
  await pool.destroy();
  expect([answer.statusCode, answer.headers['x-shop-version']]).toEqual([200, '1']);
  await close();
  await close();
  await expect(fetch(url)).rejects.toThrow('fetch failed');
  expect(existsSync(example)).toBe(true);
});

test('what cannot be is refused before anything starts, all of it at once', async () => {
  const wrong = {
    world: example,
    speed: Number.NaN,
    clock: 'still',
    port: 99_999,
    instances: 'real',
  };
  await expect(createTwin(wrong as unknown as TwinOptions)).rejects.toThrow(
    'No twin was started: instances must be simulated or processes; speed must be a number above 0; clock must be running or virtual; port must be a whole number from 1 to 65535.',
  );
  await expect(createTwin(undefined as unknown as TwinOptions)).rejects.toThrow('world must be');
});

test.each([-1, Number.NaN, Number.POSITIVE_INFINITY, '5m'])(
  'a clock does not move by %s',
  async (ms) => {
    const own = await created();
    const before = own.now();
    await expect(own.advance(ms as number)).rejects.toThrow('A clock moves on by 0 to');
    expect(own.now()).toBe(before);
  },
);

test('a closed twin can be looked at, but neither moved nor brought back', async () => {
  const own = await created();
  const snapshot = own.snapshot();
  await own.close();
  expect(own.inspect()['groups']).toHaveLength(1);
  await expect(own.advance(1)).rejects.toThrow('This twin was closed.');
  await expect(own.restore(snapshot)).rejects.toThrow('This twin was closed.');
  expect(() => own.inject({ kind: 'clock-jump', byMs: 1 })).toThrow('This twin was closed.');
});
