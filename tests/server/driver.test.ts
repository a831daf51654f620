// The server as a process that drives runs: what nobody drives, after a kill of the one before, and never twice.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Client, createClient } from '../../src/api/client.ts';
import type { RunPage } from '../../src/api/schemas/run-page.ts';
import { jsonOf, penstock, type RunningCommand, startPenstock } from '../cli/penstock.ts';
import { copyShop, type Shop, type ShopTwin, startShopTwin } from '../cli/shop.ts';
import { eventually } from '../eventually.ts';
import { watchRun } from './open-room.ts';

const WITHIN_MS = 180_000;
const SETTINGS = `environments:
  production:
    settle: 5s
    lastSettle: 10s
    bake: 10s
    probe: { header: x-shop-version, requests: 50 }
`;
let shop: Shop;
let twin: ShopTwin;
const servers: RunningCommand[] = [];

beforeEach(async () => {
  shop = copyShop();
  writeFileSync(join(shop.folder, 'penstock.yaml'), SETTINGS);
  const pipeline = join(shop.folder, 'pipeline.yaml');
  // On the twin's clock a server needs hours to start again.
  const patient = readFileSync(pipeline, 'utf8').replace(/timeout: \d+m/g, 'timeout: 1d');
  writeFileSync(pipeline, patient);
  twin = await startShopTwin(shop.folder, 240);
});

afterEach(async () => {
  for (const server of servers.splice(0)) await server[Symbol.asyncDispose]();
  await twin[Symbol.asyncDispose]();
  shop.remove();
});

interface Up {
  readonly server: RunningCommand;
  readonly client: Client;
}

async function up(): Promise<Up> {
  const args = ['up', '--json', '--port', '0', '--open-on-loopback', '--no-pages'];
  const server = startPenstock([...args, '--project', 'shop=.'], {
    folder: shop.folder,
    environment: { SHOP_SPOT_TOKEN: 'twin' },
    withinMs: WITHIN_MS,
  });
  servers.push(server);
  await server.hasSaid('\n', 60_000);
  const { url } = JSON.parse(server.stdout()) as { url: string };
  return { server, client: createClient({ baseUrl: url }) };
}

const of = (run: string) => ({ project: 'shop', run });

/** Approves what is asked until the run is there. */
async function until(client: Client, run: string, isThere: (page: RunPage) => boolean) {
  const watch = watchRun(client, run);
  const answered = new Set<string>();
  try {
    return await eventually(
      `run ${run} to be there`,
      async () => {
        const page = watch.seen.pages.at(-1);
        if (page === undefined || isThere(page)) return page;
        for (const { path, attempt } of page.gates) {
          if (answered.has(path)) continue;
          answered.add(path);
          const body = { decision: 'approve', gate: path, attempt } as const;
          // A gate may have been answered meanwhile, and its world may be gone.
          await client.call('decideGate', { params: of(run), body }).catch(() => undefined);
        }
        return undefined;
      },
      WITHIN_MS,
    );
  } finally {
    await watch.end();
  }
}

test('a server that is killed in the middle of a shift is followed by one that goes on, and nothing is done twice', {
  timeout: WITHIN_MS,
}, async () => {
  let { server, client } = await up();
  const started = await client.call('startRun', {
    params: { project: 'shop' },
    body: { pipeline: 'pipeline.yaml', on: 'twin' },
  });
  const run = started.run ?? '';
  await until(client, run, ({ lanes }) =>
    lanes.some(({ rungs }) => rungs.some(({ state }) => state === 'writing')),
  );
  server.signal('SIGKILL');
  await server.finished;
  ({ server, client } = await up());
  const ended = await until(client, run, ({ status }) => status !== 'Running');
  expect(ended.status).toBe('Success');
  expect(ended.driver).toBeNull();
  const { 'spot.create': created } = await twin.calls();
  expect(created).toBe(1);
});

test('a run that was started elsewhere and left is driven on; one that somebody drives is left alone', {
  timeout: WITHIN_MS,
}, async () => {
  const { client, server } = await up();
  const environment = { SHOP_SPOT_TOKEN: 'twin' };
  const options = { folder: shop.folder, environment, withinMs: WITHIN_MS };
  const detached = await penstock(
    ['run', 'pipeline.yaml', '--on', 'twin', '--detach', '--json'],
    options,
  );
  expect(jsonOf<{ execution: string }>(detached).execution).toBe('1');
  await until(client, '1', ({ gates }) => gates.length > 0);
  const refused = await penstock(['resume', '1'], options);
  expect(refused.stderr).toMatch(/Run 1 is driven by the server at http/);
  await client.call('abortRun', { params: of('1'), body: { restore: true } });
  await until(client, '1', ({ status }) => status === 'RolledBack');
  const driving = startPenstock(['run', 'pipeline.yaml', '--on', 'twin', '--json'], options);
  servers.push(driving);
  const isThere = () => client.call('readRun', { params: of('2') }).catch(() => undefined);
  await eventually('its run', isThere, WITHIN_MS);
  const page = await until(client, '2', ({ gates }) => gates.length > 0);
  expect(page.driver).toBe(`process ${driving.pid}`);
  driving.signal('SIGKILL');
  const taken = await until(client, '2', ({ driver }) => driver === 'this server');
  expect(taken.standsStill).toBe(false);
  server.interrupt();
  expect((await server.finished).code).toBe(0);
});

test('one server is up on a state folder at a time, and its end makes room', {
  timeout: WITHIN_MS,
}, async () => {
  const { server } = await up();
  const second = await penstock(['up', '--port', '0', '--no-pages'], { folder: shop.folder });
  expect(second.code).toBe(2);
  expect(second.stderr).toMatch(/A server is up on .* already at http:\/\/127\.0\.0\.1:\d+/);
  server.interrupt();
  await server.finished;
  const third = await up();
  expect(await third.client.call('listRuns', { params: { project: 'shop' } })).toMatchObject({
    items: [],
  });
  expect(readFileSync(join(shop.folder, '.penstock/logs/server.log'), 'utf8')).not.toContain(
    '"level":50',
  );
});

test('a run whose twin is gone says so on its page, and is not driven on another twin', {
  timeout: WITHIN_MS,
}, async () => {
  const { client } = await up();
  const body = { pipeline: 'pipeline.yaml', on: 'twin' } as const;
  const { run } = await client.call('startRun', { params: { project: 'shop' }, body });
  await until(client, run ?? '', ({ gates }) => gates.length > 0);
  await twin[Symbol.asyncDispose]();
  const page = await until(
    client,
    run ?? '',
    ({ standsStill, waiting }) => standsStill || waiting?.who === 'nobody',
  );
  expect(page).toMatchObject({ standsStill: true, tone: 'plain' });
  expect(page.waiting?.says).toMatch(/twin at .* does not answer/);
});
