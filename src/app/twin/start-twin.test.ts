// Specifies a whole twin: the shop's world, served on real sockets and changed through the real client.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
  ModifyRuleCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { Pool } from 'undici';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { eventually } from '../../../tests/eventually.ts';
import { plainConnector } from '../../twin/data-plane/plain-connector.ts';
import { parseWorldSpec } from '../../twin/parse-world-spec.ts';
import { readTwinClock } from './read-twin-clock.ts';
import { spawnTwin } from './spawn-twin.ts';
import { startTwin } from './start-twin.ts';
import type { RunningTwin, TwinSettings } from './twin-settings.ts';

const shop = join(import.meta.dirname, '../../../examples/shop');
const closing: (() => unknown)[] = [];
let settings: TwinSettings;

beforeEach(() => {
  const stateFolder = mkdtempSync(join(tmpdir(), 'penstock-'));
  closing.push(() => rmSync(stateFolder, { recursive: true }));
  const spec = parseWorldSpec(parse(readFileSync(join(shop, 'world.yaml'), 'utf8')));
  settings = { spec, speed: 60, stateFolder, programFolder: shop };
});

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Answer {
  readonly status: number;
  readonly version: string | undefined;
}

function clientOf(twin: RunningTwin): (host: string) => Promise<Answer> {
  const address = twin.addresses.find(({ port }) => port === 80);
  const pool = new Pool(`http://127.0.0.1:${address?.actualPort}`, {
    connect: plainConnector(2_000),
  });
  closing.push(() => pool.destroy());
  return async (host) => {
    const answer = await pool.request({ path: '/', method: 'GET', headers: { host } });
    await answer.body.dump();
    const version = answer.headers['x-shop-version'];
    return { status: answer.statusCode, version: version?.toString() };
  };
}

test('a world of two instances serves real requests by its rules', async () => {
  const twin = await startTwin(settings);
  closing.push(() => twin.close());
  const get = clientOf(twin);
  expect(await get('shop.example')).toEqual({ status: 200, version: '1' });
  expect(await get('other.example')).toEqual({ status: 404, version: undefined });
});

test('each request is a line of the access log, when one is wanted', async () => {
  const accessLogFile = join(settings.stateFolder, 'access.log');
  const twin = await startTwin({ ...settings, accessLogFile });
  const get = clientOf(twin);
  await get('shop.example');
  await get('other.example');
  await twin.close();
  const lines = readFileSync(accessLogFile, 'utf8').trimEnd().split('\n');
  expect(lines.map((line) => line.split(' ')[8])).toEqual(['200', '404']);
});

test('an access log that cannot be written is refused, and no twin runs', async () => {
  const accessLogFile = join(settings.stateFolder, 'missing', 'access.log');
  await expect(startTwin({ ...settings, accessLogFile })).rejects.toThrow(
    'The access log cannot be written: ENOENT',
  );
});

test('weights written with the AWS client reach the traffic', async () => {
  const twin = await startTwin(settings);
  closing.push(() => twin.close());
  const get = clientOf(twin);
  const [rule] = settings.spec.loadBalancers[0]?.listeners[0]?.rules ?? [];
  const client = new ElasticLoadBalancingV2Client({
    endpoint: twin.url,
    region: settings.spec.region,
    credentials: { accessKeyId: 'twin', secretAccessKey: 'twin' },
    maxAttempts: 1,
  });
  closing.push(() => client.destroy());
  const [blue, green] = settings.spec.targetGroups.map(({ arn }) => arn);
  const weights = [
    { TargetGroupArn: blue, Weight: 0 },
    { TargetGroupArn: green, Weight: 100 },
  ];
  await client.send(
    new ModifyRuleCommand({
      RuleArn: rule?.arn,
      Actions: [{ Type: 'forward', ForwardConfig: { TargetGroups: weights } }],
    }),
  );
  await eventually('requests for the empty green', async () => {
    const { status } = await get('shop.example');
    return status === 503;
  });
});

test('the clock asked of the twin is the twin’s', async () => {
  const twin = await startTwin(settings);
  closing.push(() => twin.close());
  const clock = await readTwinClock(twin.url);
  const [before, asked, after] = [twin.clock.now(), clock.now(), twin.clock.now()];
  expect(asked).toBeGreaterThanOrEqual(before);
  expect(asked).toBeLessThanOrEqual(after);
});

test('a twin in a process of its own serves the same, and is gone after close', async () => {
  const twin = await spawnTwin(settings);
  closing.push(() => twin.close());
  const get = clientOf(twin);
  expect(await get('shop.example')).toEqual({ status: 200, version: '1' });
  await twin.close();
  await expect(get('shop.example')).rejects.toThrow();
  await expect(readTwinClock(twin.url)).rejects.toThrow('fetch failed');
});

test('a twin that cannot start says why', async () => {
  const amis = settings.spec.amis.map((ami) => ({ ...ami, host: {} }));
  const broken = { ...settings, spec: { ...settings.spec, amis } };
  await expect(spawnTwin(broken)).rejects.toThrow(
    /has ended before it was ready: [\s\S]*needs the program to run/,
  );
});

test('a world with keys takes their signatures by this machine’s clock, however fast its own runs', async () => {
  const key = { accessKeyId: 'AKIASHOP', secretAccessKey: 'shop' };
  const spec = { ...settings.spec, groups: [], credentials: [key] };
  const twin = await startTwin({ ...settings, spec, speed: 10_000 });
  closing.push(() => twin.close());
  const ask = (systemClockOffset: number): Promise<unknown> => {
    const region = settings.spec.region;
    const client = new ElasticLoadBalancingV2Client({
      ...{ region, endpoint: twin.url, credentials: key, maxAttempts: 1, systemClockOffset },
    });
    closing.push(() => client.destroy());
    return client.send(new DescribeLoadBalancersCommand({}));
  };
  const began = twin.clock.now();
  await eventually('ten minutes of the world', () => twin.clock.now() > began + 600_000);
  expect(await ask(0)).toMatchObject({ LoadBalancers: [{}] });
  await expect(ask(-600_000)).rejects.toMatchObject({ Code: 'SignatureDoesNotMatch' });
});
