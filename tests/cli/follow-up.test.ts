// After a success, on real processes and with real requests: back while blue is warm, on again, and blue cleaned up.
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Rehearsal, startRehearsal } from '../../src/app/rehearsal/rehearsal.ts';
import { gateIsOpen } from './approver.ts';
import { gatedFirst } from './gated-first.ts';
import { type Finished, jsonOf, penstock, startPenstock } from './penstock.ts';
import { copyShop, type Shop } from './shop.ts';

const WITHIN_MS = 240_000;
/** On the twin's clock; all but the watch after the last rung is as in production. */
const SETTINGS = `environments:
  production:
    settle: 30s
    lastSettle: 60s
    bake: 60s
    keepWarm: 2h
    cleanUp: afterKeepWarm
    probe: { header: x-shop-version, requests: 100 }
`;

interface Ending {
  readonly status: string;
  readonly message?: string;
  readonly restored: readonly { readonly beforeHash: string; readonly afterHash: string }[];
  readonly warm: readonly { readonly group: string; readonly instances: number }[];
}

let shop: Shop;
let rehearsal: Rehearsal;

beforeAll(async () => {
  shop = copyShop();
  copyFileSync(
    join(import.meta.dirname, 'straight-pipeline.yaml'),
    join(shop.folder, 'straight.yaml'),
  );
  const gated = gatedFirst(readFileSync(join(shop.folder, 'straight.yaml'), 'utf8'));
  writeFileSync(
    join(shop.folder, 'gated.yaml'),
    gated.replace(/identifier: (\w+)/, 'identifier: gated'),
  );
  writeFileSync(join(shop.folder, 'penstock.yaml'), SETTINGS);
  rehearsal = await startRehearsal({
    folder: shop.folder,
    stateFolder: join(shop.folder, 'twin'),
    speed: 120,
    load: [
      { port: 80, host: 'shop.example', requestsPerSecond: 60 },
      { port: 8080, host: 'stage.shop.example', requestsPerSecond: 10 },
    ],
    versionHeader: 'x-shop-version',
  });
}, WITHIN_MS);

afterAll(async () => {
  await rehearsal?.close();
  shop?.remove();
});

const TOKEN = { SHOP_SPOT_TOKEN: 'twin' };
const say = (...args: string[]): Promise<Finished> =>
  penstock([...args, '--json'], {
    folder: shop.folder,
    environment: TOKEN,
    withinMs: WITHIN_MS,
  });
const deploy = (): Promise<Finished> =>
  say('run', 'straight.yaml', '--on', 'twin', '--twin', rehearsal.twin.url);
/** What was said last, after the words of the queue. */
const lastOf = <Value>({ stdout }: Finished): Value =>
  JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Value;
const messageOf = (finished: Finished): string => jsonOf<Ending>(finished).message ?? '';

test('run, rollback, run, cleanup: each ends as it says, and no request is lost', {
  timeout: 2 * WITHIN_MS,
}, async () => {
  const first = await deploy();
  expect(first.code, first.stderr).toBe(0);
  expect(jsonOf<Ending>(first).warm).toMatchObject([{ instances: 2 }]);

  const unasked = await say('rollback', '1');
  expect([unasked.code, messageOf(unasked)]).toEqual([2, expect.stringContaining('--yes')]);
  expect(unasked.stderr).toMatch(/prod +shop-b 100 \/ shop-a 0 +→ +shop-a 100 \/ shop-b 0/);

  await using other = startPenstock(
    ['run', 'gated.yaml', '--on', 'twin', '--twin', rehearsal.twin.url, '--json'],
    { folder: shop.folder, environment: TOKEN, withinMs: WITHIN_MS },
  );
  await gateIsOpen(other);
  const impatient = await say('rollback', '1', '--yes', '--no-wait');
  expect([impatient.code, messageOf(impatient)]).toEqual([
    2,
    expect.stringMatching(/would have to wait behind run 2 \(process \d+ drives it\)/),
  ]);
  await using waiting = startPenstock(['rollback', '1', '--yes', '--json'], {
    folder: shop.folder,
    environment: TOKEN,
    withinMs: WITHIN_MS,
  });
  await waiting.hasSaid('"status":"Queued"');
  expect((await say('reject', '2')).code).toBe(0);
  expect((await other.finished).code).toBe(6);
  const back = await waiting.finished;
  expect(back.code, back.stderr).toBe(0);
  const { restored } = lastOf<Ending>(back);
  expect(restored).toHaveLength(3);
  for (const { beforeHash, afterHash } of restored) expect(afterHash).toBe(beforeHash);

  const live = await say('cleanup', '1', '--yes');
  expect([live.code, messageOf(live)]).toEqual([2, expect.stringContaining('it is in use')]);
  expect(messageOf(live)).toContain('run 3 (Roll back run 1');

  const second = await deploy();
  expect(second.code, second.stderr).toBe(0);
  const newer = await say('rollback', '1', '--yes');
  expect([newer.code, messageOf(newer)]).toEqual([
    2,
    expect.stringContaining('run 4 (Straight shop'),
  ]);

  const others = await say('cleanup', '1', '--yes');
  expect([others.code, messageOf(others)]).toEqual([
    2,
    expect.stringContaining('blue may be its way back'),
  ]);

  const clean = await say('cleanup', '4', '--yes');
  expect(clean.code, clean.stderr).toBe(0);
  const again = await say('cleanup', '4', '--yes');
  expect([again.code, messageOf(again)]).toEqual([0, expect.stringContaining('gone already')]);
  const gone = await say('rollback', '4', '--yes');
  expect([gone.code, messageOf(gone)]).toEqual([
    2,
    expect.stringContaining('its group was deleted'),
  ]);

  const { groups } = await rehearsal.world();
  expect(groups.map(({ name }) => name)).toEqual(['shop_production']);
  const { sent, failed } = await rehearsal.stopClients();
  expect(failed).toBe(0);
  expect(sent).toBeGreaterThan(1_000);
});
