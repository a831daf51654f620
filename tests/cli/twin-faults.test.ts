// `penstock twin fault`, `faults` and `clear` against a running twin, by kinds with options and by JSON.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { jsonOf, penstock } from './penstock.ts';
import { copyShop, type Shop, type ShopTwin, startShopTwin } from './shop.ts';

let shop: Shop;
let twin: ShopTwin;

beforeAll(async () => {
  shop = copyShop();
  twin = await startShopTwin(shop.folder, 60);
});

afterAll(async () => {
  await twin?.[Symbol.asyncDispose]();
  shop?.remove();
});

const run = (...words: string[]) => penstock(['twin', ...words], { folder: shop.folder });

test('faults are injected, listed and ended', async () => {
  const options = ['--service', 'elbv2', '--operation', 'ModifyRule', '--times', '3'];
  const injected = await run('fault', 'throttle', ...options);
  expect([injected.code, injected.stdout]).toEqual([
    0,
    'It goes wrong from now on: throttle, service elbv2, operation ModifyRule, times 3.\n"penstock twin faults" lists what lasts, "penstock twin clear" ends it.\n',
  ]);
  const slow = { kind: 'slow-boot', group: 'shop_production', extraMs: 60_000 };
  expect((await run('fault', JSON.stringify(slow), '--twin', twin.url)).code).toBe(0);
  const listed = [
    { kind: 'throttle', service: 'elbv2', operation: 'ModifyRule', times: 3 },
    { kind: 'slow-boot', groupId: 'sig-5b0e0001', extraMs: 60_000 },
  ];
  const [json, plain] = await Promise.all([run('faults', '--json'), run('faults')]);
  expect(jsonOf(json)).toEqual({ faults: listed });
  expect(plain.stdout).toBe(
    'throttle, service elbv2, operation ModifyRule, times 3\nslow-boot, groupId sig-5b0e0001, extraMs 60000\n',
  );
  expect(jsonOf(await run('clear', '--json'))).toEqual({ ended: listed });
  expect((await run('faults')).stdout).toBe('Nothing is made to go wrong.\n');
}, 60_000);

test('what another hand writes is there at once', async () => {
  const weights = ['--weights', '{"shop-a":1,"shop-b":3}'];
  expect((await run('fault', 'rule-edited', '--rule', '80/10', ...weights)).code).toBe(0);
  const world = await (await fetch(`${twin.url}/_twin/world`)).json();
  const [rule] = (world as { rules: { weights: object }[] }).rules;
  expect(Object.values(rule?.weights ?? {})).toEqual([1, 3]);
});

test.concurrent.each([
  [
    ['trottle'],
    '"trottle" is no kind of fault. Did you mean throttle? Such as: penstock twin fault throttle --service elbv2 --operation ModifyRule --times 3\nNothing was changed.\n',
  ],
  [
    ['shortage', '--group', 'shop_prodution'],
    `There is no Elastigroup 'shop_prodution'. Did you mean "shop_production"? Nothing was changed.\n`,
  ],
  [['{"kind":'], /^The fault is not JSON: .+ Nothing was changed\.\n$/],
  [['slow', '--delay-ms', 'long'], /It must be a number\. See "penstock help"\. Nothing was done/],
] as const)(
  '%j is refused with one message that helps',
  async (words, message) => {
    const refused = await run('fault', ...words);
    expect([refused.code, refused.stdout]).toEqual([2, '']);
    if (typeof message === 'string') expect(refused.stderr).toBe(message);
    else expect(refused.stderr).toMatch(message);
  },
  60_000,
);

test('what was refused has changed nothing', async () => {
  const answer = await fetch(`${twin.url}/_twin/faults`);
  expect(await answer.json()).toEqual({ faults: [] });
});

test('without a twin nothing goes wrong but this', async () => {
  const gone = await run('clear', '--twin', 'http://127.0.0.1:1');
  expect([gone.code, gone.stderr]).toEqual([
    9,
    expect.stringContaining('The twin at http://127.0.0.1:1 does not answer.'),
  ]);
});
