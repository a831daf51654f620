// What people say of failures at the command line: intervene, mark-as-failed, retry, from one process to another.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { eventually } from '../eventually.ts';
import { type Finished, jsonOf, penstock, type RunningCommand, startPenstock } from './penstock.ts';
import { scriptsPipeline } from './scripts-pipeline.ts';
import { copyShop, type Shop, type ShopTwin, startShopTwin } from './shop.ts';

interface Ending {
  readonly execution: string;
  readonly status: string;
}

const ASKS_A_PERSON = {
  onFailure: {
    errors: ['AllErrors'],
    action: {
      type: 'ManualIntervention',
      spec: { timeout: '1h', onTimeout: { action: { type: 'Abort' } } },
    },
  },
};

let shop: Shop;
let twin: ShopTwin;

vi.setConfig({ testTimeout: 180_000 });

beforeAll(async () => {
  shop = copyShop();
  const write = (name: string, text: string): void => writeFileSync(join(shop.folder, name), text);
  const needsFile = { id: 'Check', script: `test -e "${join(shop.folder, 'ready')}"` };
  const first = { id: 'First', script: `echo once >> "${join(shop.folder, 'first')}"` };
  const asking = scriptsPipeline('asking', [needsFile]);
  write(
    'asking.yaml',
    asking.replace(
      'failureStrategies: []',
      `failureStrategies: ${JSON.stringify([ASKS_A_PERSON])}`,
    ),
  );
  write('failing.yaml', scriptsPipeline('failing', [first, needsFile]));
  write('endless.yaml', scriptsPipeline('endless', [{ id: 'Sleep', script: 'sleep 600' }]));
  twin = await startShopTwin(shop.folder, 1);
});

afterAll(async () => {
  await twin?.[Symbol.asyncDispose]();
  shop?.remove();
});

const say = (...args: string[]): Promise<Finished> => penstock(args, { folder: shop.folder });
const start = (file: string): RunningCommand =>
  startPenstock(['run', file, '--on', 'twin', '--json'], {
    folder: shop.folder,
    withinMs: 120_000,
  });

/** Until it is taken: the run has to come so far. */
async function saidOnce(...args: string[]): Promise<Finished> {
  let last: Finished | undefined;
  await eventually(
    args.join(' '),
    async () => {
      last = await say(...args);
      return last.code === 0;
    },
    60_000,
  );
  if (last === undefined) throw new Error('nothing was said');
  return last;
}

/** The first that `list` shows and that was not there before. */
async function nextRun(before: readonly string[]): Promise<string> {
  let found: string | undefined;
  await eventually(
    'a new run',
    async () => {
      const now = await runs();
      found = now.find((id) => !before.includes(id));
      return found !== undefined;
    },
    60_000,
  );
  return found ?? '';
}

async function runs(): Promise<readonly string[]> {
  const listed = jsonOf<readonly Ending[]>(await say('list', '--json'));
  return listed.map(({ execution }) => execution);
}

test('a step that waits for a word takes one, and only one that there is', async () => {
  const before = await runs();
  await using running = start('asking.yaml');
  const id = await nextRun(before);
  const odd = await say('intervene', id, 'Check', 'retyr');
  expect([odd.code, odd.stderr]).toEqual([2, expect.stringContaining('Did you mean "retry"?')]);
  writeFileSync(join(shop.folder, 'ready'), '');
  const accepted = await saidOnce(
    'intervene',
    id,
    'Check',
    'retry',
    '--comment',
    'it is there now',
  );
  expect(accepted.stdout).toContain('decided retry for only/steps/Check');
  const ended = await running.finished;
  expect([ended.code, jsonOf<Ending>(ended).status]).toEqual([0, 'Success']);
  rmSync(join(shop.folder, 'ready'));
  const late = await say('intervene', id, 'Check', 'retry');
  expect(late.code).not.toBe(0);
});

test('what runs can be marked as failed', async () => {
  const before = await runs();
  await using running = start('endless.yaml');
  const id = await nextRun(before);
  const marked = await saidOnce('mark-as-failed', id, 'Sleep', '--comment', 'it hangs');
  expect(marked.stdout).toContain('Marked as failed by');
  const ended = await running.finished;
  expect([ended.code, jsonOf<Ending>(ended).status]).toEqual([1, 'Failed']);
});

test('a retry does again what failed, and not what is before it', async () => {
  const failed = await start('failing.yaml').finished;
  expect(failed.code).toBe(1);
  const { execution } = jsonOf<Ending>(failed);
  writeFileSync(join(shop.folder, 'ready'), '');
  const again = await say('retry', execution, '--from', 'only/Check', '--json');
  expect([again.code, jsonOf<Ending>(again).status]).toEqual([0, 'Success']);
  expect(readFileSync(join(shop.folder, 'first'), 'utf8')).toBe('once\n');
});
