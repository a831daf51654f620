// Holding a run from another process: what runs ends, nothing new begins, and it goes on when somebody says so.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../eventually.ts';
import { type Finished, jsonOf, penstock, startPenstock } from './penstock.ts';
import { scriptsPipeline } from './scripts-pipeline.ts';
import { copyShop, type Shop, type ShopTwin, startShopTwin } from './shop.ts';

const WITHIN_MS = 120_000;

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

test(
  'a paused run ends what runs and waits; the next script runs after the pause',
  async () => {
    const file = (name: string): string => join(shop.folder, name);
    const first = `touch ${file('begun')}; until [ -e ${file('go')} ]; do sleep 0.05; done`;
    const steps = [
      { id: 'First', script: first, timeout: '4h' },
      { id: 'Second', script: `touch ${file('second')}` },
    ];
    writeFileSync(file('two.yaml'), scriptsPipeline('two', steps));
    await using run = startPenstock(['run', 'two.yaml', '--on', 'twin', '--json'], {
      folder: shop.folder,
      withinMs: WITHIN_MS,
    });
    await eventually('the first script', () => existsSync(file('begun')), WITHIN_MS);
    const [{ execution: id = '' } = {}] = jsonOf<readonly { execution?: string }[]>(
      await say('list', '--json'),
    );
    const paused = await say('pause', id, '--comment', 'lunch');
    expect([paused.code, paused.stderr]).toEqual([0, '']);
    expect(paused.stdout).toMatch(
      /^Paused run \d+: what runs ends.*\nPaused by \S+ since .*"lunch"/,
    );
    writeFileSync(file('go'), '');
    const isHeld = async () =>
      (await say('status', id)).stdout.includes('nothing new begins until');
    await eventually('the end of what runs', isHeld, WITHIN_MS);
    expect(existsSync(file('second'))).toBe(false);
    const status = await say('status', id, '--json');
    expect(jsonOf(status)).toMatchObject({ paused: { comment: 'lunch' } });
    const again = await say('pause', id);
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('has paused run')]);
    const unpaused = await say('unpause', id);
    expect([unpaused.code, unpaused.stdout]).toEqual([0, expect.stringContaining('goes on.')]);
    expect(await run.finished).toMatchObject({ code: 0 });
    expect(existsSync(file('second'))).toBe(true);
  },
  WITHIN_MS,
);
