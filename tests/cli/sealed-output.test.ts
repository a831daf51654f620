// A secret that one step makes and a later one uses: sealed in the journal, in no other file of the state folder once the run has ended.
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CANARY, filesWith, printInTwelveShapes, tellTales } from '../canary.ts';
import { jsonOf, penstock } from './penstock.ts';
import { scriptsPipeline } from './scripts-pipeline.ts';
import { copyShop, type Shop, type ShopTwin, startShopTwin } from './shop.ts';

let shop: Shop;
let twin: ShopTwin;

beforeAll(async () => {
  shop = copyShop();
  const reversed = [...CANARY].reverse().join('');
  const steps = [
    { id: 'Make', script: `token=$(printf '%s' '${reversed}' | rev)`, secretOutputs: ['token'] },
    {
      id: 'Use',
      script: `[ ${'$'}{#TOKEN} -eq ${CANARY.length} ] || exit 3\n${printInTwelveShapes('TOKEN')}`,
      environment: { TOKEN: '<+execution.steps.Make.output.outputVariables.token>' },
    },
  ];
  writeFileSync(join(shop.folder, 'seals.yaml'), scriptsPipeline('seals', steps));
  twin = await startShopTwin(shop.folder, 120);
});

afterAll(async () => {
  await twin?.[Symbol.asyncDispose]();
  shop?.remove();
});

test('a secret output reaches the later step, and stands in clear nowhere', async () => {
  const run = await penstock(['run', 'seals.yaml', '--on', 'twin', '--json'], {
    folder: shop.folder,
  });
  const ending = jsonOf<{ execution: string; status: string; failure?: string }>(run);
  expect([ending.status, ending.failure ?? '']).toEqual(['Success', '']);
  const logs = await penstock(['logs', ending.execution], { folder: shop.folder });
  expect(logs.stdout).toContain('**************');
  const said = [run.stdout, run.stderr, logs.stdout].join('\n');
  for (const tale of tellTales(CANARY)) expect(said).not.toContain(tale);
  const state = join(shop.folder, '.penstock');
  expect(filesWith(state, tellTales(CANARY))).toEqual([]);
  expect(readdirSync(join(state, 'scripts'))).toEqual([]);
});
