// `penstock twin up --scenario`: happenings are printed as they happen, for people and for programs.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { penstock, startPenstock } from './penstock.ts';
import { copyShop, type Shop } from './shop.ts';

let shop: Shop;

beforeAll(() => {
  shop = copyShop();
  writeFileSync(
    join(shop.folder, 'scenario.yaml'),
    `world: world.yaml
happenings:
  - at: 10s
    say: Nothing left.
    fault: { kind: shortage, group: shop_production }
  - at: 20s
    fault: { kind: shortage, group: shop_prodution }
  - at: 30s
    clear: true
`,
  );
  writeFileSync(
    join(shop.folder, 'wrong.yaml'),
    'world: world.yaml\nhappenings: [{ at: never }]\n',
  );
});

afterAll(() => shop?.remove());

const UP = ['twin', 'up', '--scenario', 'scenario.yaml', '--speed', '60'];

test('a line for each, with what could not happen', async () => {
  await using twin = startPenstock(UP, { folder: shop.folder });
  await twin.hasSaid('The scenario has happened; the twin stays up.');
  expect(twin.stdout()).toMatch(
    /The scenario has 3 happenings; its times are the twin's\.\n {2}\+ [^\n]+? {2}shortage, group shop_production \(Nothing left\.\)\n {2}\+ [^\n]+? {2}shortage, group shop_prodution: could not happen\. There is no Elastigroup 'shop_prodution'\. Did you mean "shop_production"\?\n {2}\+ [^\n]+? {2}all faults end\nThe scenario has happened/,
  );
});

test('one line of JSON for each', async () => {
  await using twin = startPenstock([...UP, '--json'], { folder: shop.folder });
  await twin.hasSaid('"clear":true');
  const lines = twin.stdout().trimEnd().split('\n');
  expect(lines.slice(1).map((line) => JSON.parse(line))).toMatchObject([
    { happened: { fault: { kind: 'shortage' } }, say: 'Nothing left.' },
    {
      happened: { fault: { group: 'shop_prodution' } },
      refused: expect.stringContaining('no Elastigroup'),
    },
    { happened: { clear: true }, afterMs: expect.any(Number) },
  ]);
});

test('a wrong scenario starts nothing', async () => {
  const wrong = await penstock(['twin', 'up', '--scenario', 'wrong.yaml'], { folder: shop.folder });
  expect([wrong.code, wrong.stdout]).toEqual([3, '']);
  expect(wrong.stderr).toMatch(
    /^wrong\.yaml:2:16: error \[bad-timeout\][\s\S]+No twin was started\.\n$/,
  );
  const both = await penstock([...UP, '--world', 'world.yaml'], { folder: shop.folder });
  expect([both.code, both.stderr]).toEqual([
    2,
    expect.stringContaining('either --world or --scenario'),
  ]);
}, 60_000);
