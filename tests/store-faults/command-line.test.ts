// What a person reads when the journal's disk fails under `penstock`, and how the run goes on afterwards.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSqliteJournal } from '../../src/store/sqlite/sqlite-journal.ts';
import { type Finished, jsonOf, penstock, root, startCommand } from '../cli/penstock.ts';
import { scriptsPipeline } from '../cli/scripts-pipeline.ts';
import { copyShop, type Shop, type ShopTwin, startShopTwin } from '../cli/shop.ts';

const WITHIN_MS = 120_000;
const STEPS = 20;
const main = join(root, 'src/cli/main.ts');

let shop: Shop;
let twin: ShopTwin;

beforeAll(async () => {
  shop = copyShop();
  const steps = Array.from({ length: STEPS }, (_, place) => ({
    id: `Step_${place}`,
    script: `echo ${place} >> ${join(shop.folder, 'ran')}`,
  }));
  writeFileSync(join(shop.folder, 'steps.yaml'), scriptsPipeline('steps', steps));
  twin = await startShopTwin(shop.folder, 120);
}, WITHIN_MS);

afterAll(async () => {
  await twin?.[Symbol.asyncDispose]();
  shop?.remove();
});

const say = (...args: string[]): Promise<Finished> =>
  penstock(args, { folder: shop.folder, withinMs: WITHIN_MS });

/** No file may grow beyond this: the journal's log reaches it in the middle of the run. */
function sayWithFilesUpTo(kb: number, ...args: string[]): Promise<Finished> {
  const limited = ['bash', '-c', `ulimit -f ${kb}; exec "$@"`, '--', process.execPath, main];
  const command = startCommand([...limited, ...args], { folder: shop.folder, withinMs: WITHIN_MS });
  return command.finished;
}

test('a run stops with what happened, what to do and where traffic stands, and goes on when told to', {
  timeout: WITHIN_MS,
}, async () => {
  const stopped = await sayWithFilesUpTo(200, 'run', 'steps.yaml', '--on', 'twin', '--json');
  expect(stopped.code).toBe(1);
  const { execution, status, message } = jsonOf<Record<string, string>>(stopped);
  expect(status).toBe('Interrupted');
  expect(message).toMatch(
    /^The database .* cannot be used: the disk (is full|failed).* Run \d+ stands still: .*every weight stays where it is\..*"penstock resume \d+"/,
  );
  expect(stopped.stderr).not.toContain('a defect');
  const resumed = await say('resume', `${execution}`, '--json');
  expect([resumed.code, jsonOf<{ status: string }>(resumed).status]).toEqual([0, 'Success']);
  const ran = readFileSync(join(shop.folder, 'ran'), 'utf8').trimEnd().split('\n');
  expect(ran).toEqual(Array.from({ length: STEPS }, (_, place) => `${place}`));
});

test.each([
  ['a newer Penstock has written', 'PRAGMA user_version = 99', /has format 99/],
  ['another program has written', 'PRAGMA application_id = 7', /database of another program/],
])('a journal that %s is refused, and nothing is changed', async (_what, statement, words) => {
  const state = join(shop.folder, `state-${statement.length}`);
  const file = join(state, 'journal.sqlite');
  await openSqliteJournal({ file, wallNow: Date.now }).close();
  const database = new DatabaseSync(file);
  database.exec(statement);
  database.close();
  const before = readFileSync(file);
  const refused = await say('list', '--state', state);
  expect([refused.code, refused.stdout]).toEqual([1, '']);
  expect(refused.stderr).toMatch(words);
  expect(refused.stderr).toContain('every weight stays where it is');
  expect(refused.stderr).not.toContain('a defect');
  expect(readFileSync(file)).toEqual(before);
});
