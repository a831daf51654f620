// Inputs that are missing are asked for where a person sits at a terminal, by `run` and by `plan`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { penstock } from './penstock.ts';
import { scriptsPipeline } from './scripts-pipeline.ts';
import { copyShop, type Shop, type ShopTwin, startShopTwin } from './shop.ts';
import { CTRL_C, ENTER, inTerminal } from './terminal.ts';

let shop: Shop;
let twin: ShopTwin;

vi.setConfig({ testTimeout: 120_000 });

beforeAll(async () => {
  shop = copyShop();
  const script = 'echo the tone is <+pipeline.variables.tone>';
  const pipeline = scriptsPipeline('asks', [{ id: 'Say', script }]);
  const variable = `{ name: tone, type: String, value: '<+input>.allowedValues(warm, cold)' }`;
  writeFileSync(
    join(shop.folder, 'asks.yaml'),
    pipeline.replace('  stages:', `  variables:\n    - ${variable}\n  stages:`),
  );
  twin = await startShopTwin(shop.folder, 120);
});

afterAll(async () => {
  await twin?.[Symbol.asyncDispose]();
  shop?.remove();
});

const runs = async (): Promise<string> =>
  (await penstock(['list', '--json'], { folder: shop.folder })).stdout;

test('a plan asks until the answer is allowed, and names the command that needs no asking', async () => {
  await using terminal = inTerminal(['plan', 'asks.yaml', '--on', 'twin'], shop.folder);
  await terminal.says('The pipeline needs 1 input.');
  await terminal.says('2. cold');
  terminal.type(`mild${ENTER}`);
  await terminal.says('That cannot be: "mild" is none of the allowed values warm, cold.');
  terminal.type(`2${ENTER}`);
  await terminal.says('runs on this machine: echo the tone is cold');
  expect(await terminal.finished).toBe(0);
  const text = terminal.screen().replace(/\s+/g, ' ');
  expect(text).toMatch(
    /penstock run asks\.yaml --on twin --input pipeline\.variables\.tone=cold --plan \w{12}/,
  );
});

test('who leaves at the question has started nothing', async () => {
  const before = await runs();
  await using terminal = inTerminal(['run', 'asks.yaml', '--on', 'twin'], shop.folder);
  await terminal.says('> ');
  terminal.type(CTRL_C);
  await terminal.says('nothing was started');
  expect(await terminal.finished).toBe(2);
  expect(await runs()).toBe(before);
});

test('a run goes on with the answer', async () => {
  await using terminal = inTerminal(['run', 'asks.yaml', '--on', 'twin'], shop.folder);
  await terminal.says('pipeline.variables.tone');
  await terminal.says('> ');
  terminal.type(`warm${ENTER}`);
  expect(await terminal.finished).toBe(0);
  expect(await runs()).toContain('Success');
});
