// Specifies a whole twin whose clock is moved by hand and whose world is saved and put back, over its sockets.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { eventually } from '../../../tests/eventually.ts';
import type { Json, JsonObject } from '../../lib/json.ts';
import { parseWorldSpec } from '../../twin/parse-world-spec.ts';
import { readTwinClock } from './read-twin-clock.ts';
import { startTwin } from './start-twin.ts';
import type { StartedTwin, TwinSettings } from './twin-settings.ts';

const shop = join(import.meta.dirname, '../../../examples/shop');
const closing: (() => unknown)[] = [];
let settings: TwinSettings;

beforeEach(() => {
  const stateFolder = mkdtempSync(join(tmpdir(), 'penstock-'));
  closing.push(() => rmSync(stateFolder, { recursive: true }));
  const spec = parseWorldSpec(parse(readFileSync(join(shop, 'world.yaml'), 'utf8')));
  settings = { spec, speed: 0, stateFolder, programFolder: shop };
});

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function started(changes: Partial<TwinSettings> = {}): Promise<StartedTwin> {
  const twin = await startTwin({ ...settings, ...changes });
  closing.push(() => twin.close());
  return twin;
}

test('an advance yields health results, and whoever follows the clock wakes', async () => {
  const twin = await started();
  const startedAt = twin.clock.now();
  const follower = await readTwinClock(twin.url);
  const woken = new Promise<number>((resolve) => {
    follower.after(20_000, () => resolve(follower.now() - startedAt));
  });
  registerAgain(twin);
  expect(states(twin)).toContain('initial');

  const answer = await post(twin, 'advance', { ms: 60_000 });
  expect(answer).toEqual({ status: 200, body: { now: startedAt + 60_000 } });
  expect(states(twin)).toEqual(['healthy', 'healthy']);
  expect(await woken).toBe(20_000);
  await eventually('the follower is there too', () => follower.now() === twin.clock.now());
});

test('who waits on a clock that stands still is not left waiting when the twin is gone', async () => {
  const twin = await started();
  const follower = await readTwinClock(twin.url);
  let isAwake = false;
  follower.after(100, () => {
    isAwake = true;
  });
  await twin.close();
  await eventually('the wait ends', () => isAwake, 20_000);
});

test('instances that come up during an advance are waited for', async () => {
  const twin = await started();
  const id = String(twin.twin.spec.groups[0]?.id);
  twin.twin.spot.capacity(id, { minimum: 3, maximum: 3, target: 3 });
  await twin.advance(300_000);
  expect(states(twin)).toEqual(['healthy', 'healthy', 'healthy']);
});

test('a running clock jumps ahead by as much', async () => {
  const twin = await started({ speed: 10 });
  const before = twin.clock.now();
  await post(twin, 'advance', { ms: 3_600_000 });
  expect(twin.clock.now() - before).toBeGreaterThan(3_600_000);
  expect(twin.clock.now() - before).toBeLessThan(3_800_000);
});

test('an advance that is no number of milliseconds is refused with what to send', async () => {
  const twin = await started();
  for (const body of [{}, { ms: -1 }, { ms: '5m' }, { ms: 1e15 }, 5]) {
    const answer = await post(twin, 'advance', body);
    expect(answer.status).toBe(400);
    expect(answer.body['message']).toContain('Send {"ms": N}');
  }
});

test('a restored twin serves again what was ended, and a new one starts from the same snapshot', async () => {
  const twin = await started();
  const snapshot = await (await fetch(`${twin.url}/_twin/snapshot`)).json();
  twin.twin.spot.delete(String(twin.twin.spec.groups[0]?.id));
  await twin.advance(60_000);
  expect(await statusOfShop(twin)).toBe(503);

  expect((await post(twin, 'restore', snapshot as JsonObject)).status).toBe(200);
  expect(await statusOfShop(twin)).toBe(200);
  await twin.close();

  const next = await started({ snapshot: snapshot as JsonObject });
  expect(await statusOfShop(next)).toBe(200);
});

test('a damaged snapshot is refused with why', async () => {
  const twin = await started();
  const answer = await post(twin, 'restore', { ...twin.twin.snapshot(), at: 0 });
  expect(answer.status).toBe(400);
  expect(answer.body['message']).toContain('checksum');
});

async function statusOfShop(twin: StartedTwin): Promise<number> {
  const address = twin.addresses.find(({ port }) => port === 80);
  const { get } = await import('node:http');
  return new Promise((resolve, reject) => {
    const options = { port: address?.actualPort, headers: { host: 'shop.example' }, agent: false };
    get({ host: '127.0.0.1', ...options }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    }).once('error', reject);
  });
}

async function post(
  twin: StartedTwin,
  path: string,
  body: Json,
): Promise<{ readonly status: number; readonly body: JsonObject }> {
  const url = `${twin.url}/_twin/${path}`;
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  return { status: answer.status, body: (await answer.json()) as JsonObject };
}

interface Targets {
  readonly arn: string;
  readonly targets: readonly { readonly id: string; readonly state: string }[];
}

function inUse(twin: StartedTwin): Targets | undefined {
  const groups = twin.twin.inspect()['targetGroups'] as unknown as readonly Targets[];
  return groups.find(({ targets }) => targets.length > 0);
}

function states(twin: StartedTwin): readonly string[] {
  return (inUse(twin)?.targets ?? []).map(({ state }) => state);
}

/** The first target begins again as one that was never checked. */
function registerAgain(twin: StartedTwin): void {
  const group = inUse(twin);
  const request = { TargetGroupArn: group?.arn, Targets: [{ Id: group?.targets[0]?.id }] };
  twin.twin.elbv2.deregisterTargets(request);
  twin.twin.elbv2.registerTargets(request);
}
