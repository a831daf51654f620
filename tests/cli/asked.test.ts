// What people are asked for while a run is under way, and what becomes of what they give.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gateIsOpen } from './approver.ts';
import { type Finished, jsonOf, penstock, type RunningCommand, startPenstock } from './penstock.ts';
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
const file = (name: string): string => join(shop.folder, name);

function start(name: string, text: string): RunningCommand {
  writeFileSync(file(`${name}.yaml`), text);
  return startPenstock(['run', `${name}.yaml`, '--on', 'twin', '--json'], {
    folder: shop.folder,
    withinMs: WITHIN_MS,
  });
}

async function newest(): Promise<string> {
  const list = jsonOf<readonly { execution?: string }[]>(await say('list', '--json'));
  return list[0]?.execution ?? '';
}

describe('An approval', { timeout: WITHIN_MS }, () => {
  test('is not given without what it asks for, and later steps read what was given', async () => {
    const asks = [
      { name: 'ticket', required: true, regex: 'OPS-[0-9]+' },
      { name: 'region', defaultValue: 'eu', selectOneFrom: 'eu,us' },
    ];
    const said = '<+execution.steps.Ask.output.approverInputs';
    const script = `echo "${said}.ticket> ${said}.region>" > ${file('given')}`;
    await using run = start(
      'ticket',
      scriptsPipeline('ticket', [
        { gate: 'Ask', asks },
        { id: 'Note', script },
      ]),
    );
    await gateIsOpen(run);
    const id = await newest();
    expect((await say('status', id)).stdout).toMatch(
      /Asked for\nticket +required; matching OPS-\[0-9\]\+\nregion +default eu; one of eu, us/,
    );
    const without = await say('approve', id);
    expect([without.code, without.stderr]).toEqual([
      1,
      expect.stringMatching(/^It needs a value for ticket\. Nothing was done\. Approve with/),
    ]);
    const wrong = await say('approve', id, '--input', 'ticket=OPS-7', '--input', 'region=moon');
    expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining('"moon" is none of')]);
    expect((await say('approve', id, '--input', 'ticket=OPS-7')).code).toBe(0);
    expect(await run.finished).toMatchObject({ code: 0 });
    expect(existsSync(file('given'))).toBe(true);
    expect(readFileSync(file('given'), 'utf8')).toBe('OPS-7 eu\n');
  });
});
