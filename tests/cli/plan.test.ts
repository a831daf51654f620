// `penstock plan` and `penstock run --plan` as real processes on a twin: what was looked at runs, and nothing else.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { gateIsOpen } from './approver.ts';
import { type Finished, jsonOf, penstock, startPenstock } from './penstock.ts';
import { copyShop, type Shop, type ShopTwin, startShopTwin } from './shop.ts';

const WITHIN_MS = 180_000;

interface PlanDocument {
  readonly hash: string;
  readonly gates: number;
  readonly stages: readonly { readonly steps: readonly { readonly path: string }[] }[];
}

vi.setConfig({ testTimeout: WITHIN_MS });

let shop: Shop;
let twin: ShopTwin;

beforeAll(async () => {
  shop = copyShop();
  twin = await startShopTwin(shop.folder, 120);
});

afterAll(async () => {
  await twin?.[Symbol.asyncDispose]();
  shop?.remove();
});

const say = (...args: string[]): Promise<Finished> => penstock(args, { folder: shop.folder });
const plan = (...args: string[]): Promise<Finished> =>
  say('plan', 'pipeline.yaml', '--on', 'twin', ...args);

async function writesSoFar(): Promise<number> {
  const calls = Object.entries(await twin.calls());
  const writes = calls.filter(
    ([name]) => !/Describe|list|read|status|Health|suspensions|Get|instances/i.test(name),
  );
  return writes.reduce((sum, [, count]) => sum + count, 0);
}

test('a plan reads only, has one hash for the same world, and keeps it for its owner alone', async () => {
  const before = await writesSoFar();
  const [text, json] = [await plan(), await plan('--json')];
  expect([text.code, json.code, json.stderr]).toEqual([0, 0, '']);
  const document = jsonOf<PlanDocument>(json);
  expect(text.stdout).toContain(`Plan ${document.hash.slice(0, 12)}  Deploy the shop`);
  expect(document.gates).toBe(5);
  expect(document.stages[0]?.steps).toHaveLength(16);
  expect(await writesSoFar()).toBe(before);
  const folder = join(shop.folder, '.penstock/plans');
  const [file = '', ...others] = readdirSync(folder);
  expect([file, others]).toEqual([`${document.hash}.json`, []]);
  expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
});

test('a plan says where its values come from, with the time at which the load balancer was read', async () => {
  const some = await plan('--set', 'pipeline.stages.shop.variables.prodPort=80');
  expect(some.stdout).toMatch(/stageTargetGroup> = …targetgroup\/shop-b\/\w+\n/);
  expect(some.stdout).toMatch(/load balancer, read at \d\d:\d\d UTC/);
  expect(some.stdout).toContain('stage variable prodPort (--set)');
  expect(some.stdout).not.toContain('<+matrix.weight>');
  const all = await plan('--values');
  expect(all.stdout).toContain('<+matrix.weight> at pipeline.yaml:');
  const { values } = jsonOf<{ values: readonly { path: string; source: string }[] }>(
    await plan('--json'),
  );
  expect(values.length).toBeGreaterThan(20);
});

test('a hash that nobody has seen is refused, with what to do', async () => {
  const refused = await say('run', 'pipeline.yaml', '--on', 'twin', '--plan', 'cafecafecafe');
  expect(refused.code).toBe(3);
  expect(refused.stderr).toContain('No plan cafecafecafe is known here');
  expect(refused.stderr).toContain('"penstock plan"');
});

test('another version than the planned one is refused by its difference, and nothing is started', async () => {
  const { hash } = jsonOf<PlanDocument>(await plan('--json'));
  shop.change('service.yaml', 'ami-0a1b2c3d4e5f60002', 'ami-0a1b2c3d4e5f60001');
  const refused = await say('run', 'pipeline.yaml', '--on', 'twin', '--plan', hash.slice(0, 12));
  shop.restore('service.yaml');
  expect(refused.code).toBe(3);
  expect(refused.stderr).toContain(`This is not what was planned as ${hash.slice(0, 12)}.`);
  expect(refused.stderr).toContain('ami-0a1b2c3d4e5f60002 → ami-0a1b2c3d4e5f60001');
  expect(refused.stderr).toContain('Nothing was started, and no traffic was moved.');
  expect((await say('list')).stdout).not.toContain('Deploy the shop');
});

test('what was planned runs, its journal names the plan, and a word for another rung does not count', {
  timeout: WITHIN_MS,
}, async () => {
  const { hash } = jsonOf<PlanDocument>(await plan('--json'));
  const args = ['run', 'pipeline.yaml', '--on', 'twin', '--plan', hash, '--json'];
  await using run = startPenstock(args, { folder: shop.folder, withinMs: WITHIN_MS });
  await gateIsOpen(run);
  expect(run.stderr()).toContain(`As planned (${hash.slice(0, 12)})`);
  expect(run.stderr()).toContain(`as planned in ${hash.slice(0, 12)}`);
  const busy = await plan();
  expect([busy.code, busy.stdout]).toEqual([
    0,
    expect.stringMatching(
      /^A run would queue now, behind run 1 \(process \d+ drives it\); both work on the group/m,
    ),
  ]);
  const wrong = await say('approve', '1', '--rung', 'prod-50');
  expect(wrong.code).toBe(1);
  expect(wrong.stderr).toContain(
    'You looked at prod-50, and stage-50 is open now. Nothing was done.',
  );
  const right = await say('reject', '1', '--rung', 'stage-50');
  expect(right.stdout).toContain('(stage-50)');
  expect((await run.finished).code).toBe(4);
});
