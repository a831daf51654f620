// `penstock twin advance`, `snapshot` and `restore` against a running twin whose clock stands still.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { jsonOf, penstock, type RunningCommand, startPenstock } from './penstock.ts';
import { copyShop, type Shop } from './shop.ts';

let shop: Shop;
let twin: RunningCommand;

beforeAll(async () => {
  shop = copyShop();
  twin = await up();
}, 90_000);

afterAll(async () => {
  await twin?.[Symbol.asyncDispose]();
  shop?.remove();
});

async function up(...options: string[]): Promise<RunningCommand> {
  const command = startPenstock(['twin', 'up', '--clock', 'virtual', ...options], {
    folder: shop.folder,
    withinMs: 600_000,
  });
  await command.hasSaid('Ctrl-C ends the twin', 60_000);
  return command;
}

const run = (...words: string[]) => penstock(['twin', ...words], { folder: shop.folder });

test('an advance tells the new time, which nothing else moves', async () => {
  expect(twin.stdout()).toContain('its clock stands still');
  const { now } = jsonOf(await run('advance', '30s', '--json')) as { now: number };
  const said = await run('advance', '5m');
  const shown = new Date(now + 300_000).toISOString();
  expect(said.stdout).toBe(`The twin is 5 min further: its clock shows ${shown}.\n`);
}, 60_000);

test('a snapshot goes through a file into the same twin and into a new one', async () => {
  const file = join(shop.folder, 'before.json');
  const taken = await run('snapshot');
  writeFileSync(file, taken.stdout);
  const restored = await run('restore', file);
  expect(restored.stdout).toContain(`The twin is where ${file} was taken`);
  twin.interrupt();
  await twin.finished;
  twin = await up('--restore', file);
  expect(twin.stdout()).toContain('its clock stands still');
}, 120_000);

test('a file that is no snapshot is refused with why', async () => {
  const file = join(shop.folder, 'damaged.json');
  writeFileSync(file, '{}');
  const refused = await run('restore', file);
  expect(refused.stderr).toBe('This is no snapshot of a twin. Nothing was changed.\n');
}, 60_000);
