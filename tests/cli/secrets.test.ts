// A secret that a script prints in every way: it stands in no log, no event and no message of the run.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { jsonOf, penstock } from './penstock.ts';
import { scriptsPipeline } from './scripts-pipeline.ts';
import { copyShop, type Shop, type ShopTwin, startShopTwin } from './shop.ts';

const SECRET = 'Zq8/vT+4 xW=pK7é~9';
const ADDRESS =
  'arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/shop-a/73e2d6bc24d8a067';
const SECRETS = ['PASSWORD', 'ADDRESS', 'PIN']
  .map(
    (name) =>
      `secret:\n  name: ${name}\n  identifier: ${name.toLowerCase()}\n  type: SecretText\n  spec:\n    valueType: Reference\n    value: ${name}\n`,
  )
  .join('---\n');
const environment = { PASSWORD: SECRET, ADDRESS, PIN: '7' };
const used = {
  PASSWORD: '<+secrets.getValue("password")>',
  ADDRESS: '<+secrets.getValue("address")>',
  PIN: '<+secrets.getValue("pin")>',
};
/** The padding brings the secret across the border between two pieces of one long line. */
const PRINT = `set -x; echo "it is $PASSWORD"; printf %s "$PASSWORD" | base64; printf 'ada:%s' "$PASSWORD" | base64
head -c 65528 /dev/zero | tr '\\0' '.'; echo "$PASSWORD"; echo "$ADDRESS"; exit 9`;

let shop: Shop;
let twin: ShopTwin;

beforeAll(async () => {
  shop = copyShop();
  const write = (name: string, text: string): void => writeFileSync(join(shop.folder, name), text);
  write('more-secrets.yaml', SECRETS);
  write(
    'prints.yaml',
    scriptsPipeline('prints', [{ id: 'Print', script: PRINT, environment: used }]),
  );
  write(
    'gives.yaml',
    scriptsPipeline('gives', [
      {
        id: 'Give',
        script: 'url="https://ada:$PASSWORD@host"',
        environment: used,
        outputs: ['url'],
      },
    ]),
  );
  twin = await startShopTwin(shop.folder, 120);
});

afterAll(async () => {
  await twin?.[Symbol.asyncDispose]();
  shop?.remove();
});

function textsOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile())
    .map((file) => readFileSync(file, 'latin1'));
}

test.each([
  ['prints', /exit code 9/],
  ['gives', /The output "url" holds a secret/],
])('a script that %s it gives away nothing but addresses', async (name, failure) => {
  const options = { folder: shop.folder, environment };
  const run = await penstock(['run', `${name}.yaml`, '--on', 'twin', '--json'], options);
  const ending = jsonOf<{ execution: string; failure: string }>(run);
  expect(ending.failure).toMatch(failure);
  const logs = await penstock(['logs', ending.execution], options);
  const state = join(shop.folder, '.penstock');
  const journal = readdirSync(state)
    .filter((file) => file.startsWith('journal.sqlite'))
    .map((file) => readFileSync(join(state, file), 'latin1'));
  const everything = [
    run.stdout,
    run.stderr,
    logs.stdout,
    ...journal,
    ...textsOf(join(state, 'logs')),
  ].join('\n');
  const utf8 = Buffer.from(SECRET).toString('latin1');
  const encoded = [SECRET, `ada:${SECRET}`].map((text) => Buffer.from(text).toString('base64'));
  const forms = [SECRET, utf8, utf8.slice(9), ...encoded.map((text) => text.slice(6, 20))];
  for (const form of forms) expect(everything).not.toContain(form);
  if (name === 'prints') expect(logs.stdout).toContain(ADDRESS);
  expect(logs.stdout).toMatch(/Warning: a secret of this run has fewer than 3 characters/);
});
