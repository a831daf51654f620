// Several runs on the same rules, each a process of its own: one works, the others wait in order, and no kill breaks that.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../eventually.ts';
import { gateIsOpen } from './approver.ts';
import { gatedFirst } from './gated-first.ts';
import { type Finished, jsonOf, penstock, type RunningCommand, startPenstock } from './penstock.ts';
import { copyShop, type Shop, type ShopTwin, startShopTwin } from './shop.ts';

interface Said {
  readonly status: string;
  readonly execution?: string;
  readonly place?: number;
  readonly changes?: readonly string[];
  readonly message: string;
}

interface Listed {
  readonly execution: string | null;
  readonly status: string;
  readonly sentence: string;
  readonly holds: readonly string[];
}

const WITHIN_MS = 240_000;

let shop: Shop;
let twin: ShopTwin;

beforeAll(async () => {
  shop = copyShop();
  const text = readFileSync(join(shop.folder, 'pipeline.yaml'), 'utf8');
  const gated = gatedFirst(text.replace('identifier: deploy_shop', 'identifier: ask_first'));
  writeFileSync(join(shop.folder, 'gated.yaml'), gated);
  twin = await startShopTwin(shop.folder, 120);
});

afterAll(async () => {
  await twin?.[Symbol.asyncDispose]();
  shop?.remove();
});

const say = (...args: string[]): Promise<Finished> => penstock(args, { folder: shop.folder });
const start = (...args: string[]): RunningCommand =>
  startPenstock([...args, '--json'], { folder: shop.folder, withinMs: WITHIN_MS });
const run = (...args: string[]): RunningCommand =>
  start('run', 'gated.yaml', '--on', 'twin', ...args);
const said = ({ stdout }: { stdout(): string }): readonly Said[] =>
  stdout()
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Said);
const list = async (): Promise<readonly Listed[]> => jsonOf(await say('list', '--json'));

/** The number of the run that waits at a gate now. */
async function atGate(command: RunningCommand): Promise<string> {
  await gateIsOpen(command);
  return (await list())[0]?.execution ?? '';
}

async function queues(command: RunningCommand, place: number): Promise<void> {
  await eventually(`place ${place}`, () => said(command).at(-1)?.place === place, WITHIN_MS);
}

async function rejected(command: RunningCommand): Promise<string> {
  const execution = await atGate(command);
  expect((await say('reject', execution)).code).toBe(0);
  expect((await command.finished).code).toBe(6);
  return execution;
}

describe('Of two runs that start at the same time', { timeout: WITHIN_MS }, () => {
  test('exactly one starts; the other says behind whom it waits, and runs then', async () => {
    await using one = run();
    await using other = run();
    const hasBegun = (each: RunningCommand): boolean => /^\S+ +start /m.test(each.stderr());
    const both = [one, other];
    const areClear = (): boolean => both.every((each) => hasBegun(each) || said(each).length > 0);
    await eventually('both begin or wait', areClear, WITHIN_MS);
    expect(both.filter(hasBegun)).toHaveLength(1);
    const [first, second] = said(one).length > 0 ? [other, one] : [one, other];
    const execution = await atGate(first);
    expect(said(first)).toEqual([]);
    expect(said(second)[0]).toMatchObject({ status: 'Queued', place: 1 });
    expect(said(second)[0]?.message).toMatch(
      /behind run \d+ \(process \d+ drives it\); both work on the group shop_production and 5 more\.$/,
    );
    expect((await list()).map(({ status }) => status)).toEqual(['Running', 'Queued']);
    expect((await say('status', execution)).stdout).toMatch(
      /^1 run waits behind it: Deploy the shop/m,
    );
    await rejected(first);
    const next = await rejected(second);
    expect(Number(next)).toBe(Number(execution) + 1);
    expect((await list()).map(({ holds }) => holds)).toEqual([[], []]);
  });
});

describe('Three runs that wait', { timeout: WITHIN_MS }, () => {
  test('keep their order; one that is killed or leaves holds nobody up', async () => {
    await using holder = run();
    await gateIsOpen(holder);
    await using first = run();
    await queues(first, 1);
    await using killed = run();
    await queues(killed, 2);
    await using leaving = run();
    await queues(leaving, 3);
    await using last = run();
    await queues(last, 4);
    killed.signal('SIGKILL');
    await queues(last, 3);
    leaving.interrupt();
    const left = await leaving.finished;
    expect(left.code).toBe(2);
    expect(said(leaving).at(-1)).toMatchObject({
      status: 'Left',
      message: 'It has left the queue. Nothing was started, and no traffic was moved.',
    });
    await queues(last, 2);
    await rejected(holder);
    await gateIsOpen(first);
    await queues(last, 1);
    expect(said(last).at(-1)?.message).toContain('drives it');
    const [one, two] = [await rejected(first), await rejected(last)];
    expect(Number(two)).toBe(Number(one) + 1);
    expect((await list()).some(({ status }) => status === 'Queued')).toBe(false);
  });
});

describe('A holder that is killed', { timeout: WITHIN_MS }, () => {
  test('keeps its rules until somebody goes on with it; who waits is told how', async () => {
    await using holder = run();
    const execution = await atGate(holder);
    holder.signal('SIGKILL');
    await holder.finished;
    const refused = await say('run', 'gated.yaml', '--on', 'twin', '--no-wait');
    expect([refused.code, refused.stdout]).toEqual([2, '']);
    expect(refused.stderr).toMatch(
      /wait behind run \d+, which stands still \(go on with it by "penstock resume \d+".*Nothing was started, and no traffic was moved\.$/m,
    );
    expect((await say('run', 'gated.yaml', '--on', 'twin', '--detach')).code).toBe(2);
    await using waiter = run();
    await queues(waiter, 1);
    expect(said(waiter)[0]?.message).toMatch(/which stands still \(.*"penstock abort \d+"/);
    await using resumed = start('resume', execution);
    await waiter.hasSaid(/process \d+ drives it/);
    await rejected(resumed);
    await rejected(waiter);
  });
});

describe('A run whose turn has come', { timeout: WITHIN_MS }, () => {
  test('is made afresh, and says what it does otherwise than when it queued', async () => {
    await using holder = run();
    await gateIsOpen(holder);
    await using waiter = run();
    await queues(waiter, 1);
    shop.change('gated.yaml', 'max: 4', 'max: 6');
    await rejected(holder);
    await gateIsOpen(waiter);
    expect(said(waiter).at(-1)).toMatchObject({
      status: 'Turn',
      changes: ['4 → 6 in Set up green'],
    });
    await rejected(waiter);
  });

  test('has waited long enough when its time is over', async () => {
    await using holder = run();
    await gateIsOpen(holder);
    const late = await say('run', 'gated.yaml', '--on', 'twin', '--wait', '1s');
    expect(late.code).toBe(2);
    expect(late.stdout).toMatch(/^Waiting, place 1 in the queue: behind run \d+ \(process/);
    expect(late.stderr).toMatch(/^It has waited 1 s behind run \d+.*nothing was started/);
    expect((await list()).some(({ status }) => status === 'Queued')).toBe(false);
    await rejected(holder);
  });
});

describe('A run that ended Dirty', { timeout: WITHIN_MS }, () => {
  test('keeps what it left over to itself until it is resolved', async () => {
    await using holder = start('run', 'pipeline.yaml', '--on', 'twin');
    const execution = await atGate(holder);
    expect((await say('resolve', execution)).stdout).toMatch(/has not ended.*Nothing was done\.$/m);
    await say('abort', execution, '--leave');
    expect((await holder.finished).code).toBe(5);
    const [listed] = await list();
    expect([listed?.status, listed?.holds.length]).toEqual(['Dirty', 6]);
    expect((await say('status', execution)).stdout).toContain(`"penstock resolve ${execution}"`);
    await using waiter = run();
    await queues(waiter, 1);
    expect(said(waiter)[0]?.message).toContain(`ended Dirty and keeps what it holds`);

    const unresolved = await say('resolve', execution);
    expect(unresolved.code).toBe(5);
    expect(unresolved.stdout).toMatch(/^✗ The new group .*\n +still there: .*\n +curl -X PUT/m);
    expect(unresolved.stdout).toMatch(/^✓ The group shop_production .* may not have/m);
    expect(said(waiter)).toHaveLength(1);

    const resolved = await say('resolve', execution, '--anyway', '--comment', 'green may stay');
    expect([resolved.code, resolved.stderr]).toEqual([0, '']);
    await rejected(waiter);
    const again = await say('resolve', execution);
    expect([again.code, again.stdout]).toEqual([0, expect.stringMatching(/: "green may stay"/)]);
    expect((await say('status', execution)).stdout).toMatch(
      /Dirty, and resolved by \S+, who left 2 things as they were/,
    );
    expect((await say('resume', execution)).stderr).toMatch(/has ended/);
  });

  test('is the only one that is resolved', async () => {
    const ended = (await list()).find(({ status }) => status === 'Rejected');
    const refused = await say('resolve', ended?.execution ?? '');
    expect([refused.code, refused.stdout]).toEqual([
      1,
      expect.stringMatching(/ended as Rejected.*Only a Dirty run is resolved\. Nothing was done\./),
    ]);
  });
});
