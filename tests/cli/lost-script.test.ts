// A script whose witnesses are killed: the step fails with what is known, and strategies can name the failure.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../eventually.ts';
import { jsonOf, startPenstock } from './penstock.ts';
import { scriptsPipeline } from './scripts-pipeline.ts';
import { copyShop, type Shop, type ShopTwin, startShopTwin } from './shop.ts';

let shop: Shop;
let twin: ShopTwin;

beforeAll(async () => {
  shop = copyShop();
  const script = 'echo up; exec sleep 600';
  writeFileSync(join(shop.folder, 'lost.yaml'), scriptsPipeline('lost', [{ id: 'Lost', script }]));
  twin = await startShopTwin(shop.folder, 120);
});

afterAll(async () => {
  await twin?.[Symbol.asyncDispose]();
  shop?.remove();
});

test('an exit code that nobody wrote down fails the step, and the message says what is known', async () => {
  await using run = startPenstock(['run', 'lost.yaml', '--on', 'twin', '--json'], {
    folder: shop.folder,
  });
  const log = join(shop.folder, '.penstock/logs/1/only/steps/Lost.1.log');
  await eventually('the script is up', () => textOf(log).includes('up'), 30_000);
  const supervisor = processIn('supervisor');
  const bash = processIn('bash');
  process.kill(supervisor, 'SIGKILL');
  process.kill(bash, 'SIGKILL');
  const finished = await run.finished;
  const ending = jsonOf<{ status: string; cause: string; failure: string }>(finished);
  expect([finished.code, ending.status, ending.cause]).toEqual([1, 'Failed', 'failed']);
  expect(ending.failure).toMatch(
    /^How the script ended is not known.*it is not repeated by itself/s,
  );
  expect(ending.failure).toMatch(
    `process ${bash} and is gone, and so is its supervisor, process ${supervisor}`,
  );
});

/** The number that the script's own files give. */
function processIn(file: 'supervisor' | 'bash'): number {
  const scripts = join(shop.folder, '.penstock/scripts');
  const [folder = ''] = readdirSync(scripts);
  return (JSON.parse(readFileSync(join(scripts, folder, file), 'utf8')) as { pid: number }).pid;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
