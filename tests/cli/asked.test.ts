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

describe('A step', { timeout: WITHIN_MS }, () => {
  const asking = (identifier: string, timeout: string): string =>
    scriptsPipeline(identifier, [
      {
        id: 'Say',
        timeout,
        script: `echo "$region $(date)" > ${file('said')}`,
        environment: { region: '<+input>.allowedValues(eu,us).executionInput()' },
      },
    ]);
  const name = 'environmentVariables.region.value';

  test('does not begin before it has what it asks for, and takes only what it allows', async () => {
    await using run = start('asking', asking('asking', '4h'));
    await run.hasSaid(/Give it with "penstock give-input \d+ \S+ environmentVariables/);
    const id = await newest();
    const status = await say('status', id);
    expect(status.stdout).toContain(`Say waits for somebody to give ${name}.`);
    expect(status.stdout).toMatch(
      /Asked for\nenvironmentVariables\.region\.value +required; one of eu, us/,
    );
    const wrong = await say('give-input', id, 'Say', `${name}=moon`);
    expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining('"moon" is none of')]);
    const none = await say('give-input', id, 'Say');
    expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('needs a value for')]);
    expect(existsSync(file('said'))).toBe(false);
    const given = await say('give-input', id, 'Say', `${name}=us`, '--comment', 'as agreed');
    expect([given.code, given.stderr]).toEqual([0, '']);
    const finished = await run.finished;
    expect(finished.code).toBe(0);
    expect(finished.stderr).toContain(`gave ${name} for Say: "as agreed"`);
    expect(readFileSync(file('said'), 'utf8')).toMatch(/^us /);
    const late = await say('give-input', id, 'Say', `${name}=eu`);
    expect([late.code, late.stderr]).toEqual([1, expect.stringContaining('has given that')]);
  });

  test('breaks as InputTimeoutError when nobody gives it', async () => {
    await using run = start('silent', asking('silent', '10s'));
    const finished = await run.finished;
    expect(finished.code).toBe(1);
    expect(finished.stderr).toContain(`nobody gave ${name} in time, so Say never began`);
  });
});
