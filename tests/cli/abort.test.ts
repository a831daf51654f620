// Ending a run early from another process: what must be said, what comes of the traffic, and that nothing of a script survives.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../eventually.ts';
import { gateIsOpen } from './approver.ts';
import { type Finished, jsonOf, penstock, type RunningCommand, startPenstock } from './penstock.ts';
import { scriptsPipeline } from './scripts-pipeline.ts';
import { copyShop, type Shop, type ShopTwin, startShopTwin } from './shop.ts';

interface Ending {
  readonly execution: string;
  readonly status: string;
  readonly cause: string | null;
  readonly restored: readonly { readonly beforeHash: string; readonly afterHash: string }[];
  readonly leftovers: readonly { readonly what: string; readonly commands: readonly string[] }[];
}

const WITHIN_MS = 120_000;
/** Bash, a child that does not hear SIGTERM, and a grandchild that does not either; each writes its number. */
const DEAF = `trap '' TERM
(trap '' TERM; (trap '' TERM; echo $BASHPID > grandchild; while :; do sleep 0.05; done) &
echo $BASHPID > child; while :; do sleep 0.05; done) &
until [ -s grandchild ] && [ -s child ]; do sleep 0.01; done
echo "all deaf $$ $(cat child) $(cat grandchild)"
while :; do sleep 0.05; done`;

let shop: Shop;
let twin: ShopTwin;

beforeAll(async () => {
  shop = copyShop();
  const write = (name: string, text: string): void => writeFileSync(join(shop.folder, name), text);
  write('gate.yaml', scriptsPipeline('only_a_gate', [{ gate: 'Ask' }]));
  write('deaf.yaml', scriptsPipeline('deaf', [{ id: 'Deaf', script: DEAF, timeout: '4h' }]));
  write('late.yaml', scriptsPipeline('late', [{ id: 'Deaf', script: DEAF, timeout: '6m' }]));
  twin = await startShopTwin(shop.folder, 120);
});

afterAll(async () => {
  await twin?.[Symbol.asyncDispose]();
  shop?.remove();
});

const say = (...args: string[]): Promise<Finished> => penstock(args, { folder: shop.folder });
const start = (...args: string[]): RunningCommand =>
  startPenstock([...args, '--json'], { folder: shop.folder, withinMs: WITHIN_MS });

async function numberOf(run: RunningCommand): Promise<string> {
  await run.hasSaid(/^\S+ +start /m);
  const list = jsonOf<readonly { execution: string }[]>(await say('list', '--json'));
  return list[0]?.execution ?? '';
}

describe('A run at its gate before anything was touched', { timeout: WITHIN_MS }, () => {
  test('is not aborted without a word on the traffic, and is Aborted with it', async () => {
    await using run = start('run', 'gate.yaml', '--on', 'twin');
    await gateIsOpen(run);
    const id = await numberOf(run);
    const unsaid = await say('abort', id);
    expect([unsaid.code, unsaid.stdout]).toEqual([2, '']);
    expect(unsaid.stderr).toMatch(
      /"--restore" or "--leave"\. Nothing has been touched yet.*Nothing was done\.$/m,
    );
    const both = await say('abort', id, '--restore', '--leave');
    expect([both.code, both.stderr]).toEqual([2, expect.stringContaining('not both')]);
    const aborted = await say('abort', id, '--restore', '--comment', 'wrong day');
    expect([aborted.code, aborted.stderr]).toEqual([0, '']);
    expect(aborted.stdout).toMatch(
      /^Aborted by \S+: run \d+\. Nothing has been touched;.*\nRun \d+ /,
    );
    const finished = await run.finished;
    expect([finished.code, jsonOf<Ending>(finished)]).toEqual([
      8,
      expect.objectContaining({ status: 'Aborted', cause: 'aborted', leftovers: [] }),
    ]);
    expect(finished.stderr).toContain('aborted the run, to be restored: "wrong day"');
    const late = await say('abort', id, '--leave');
    expect([late.code, late.stdout]).toEqual([
      1,
      `Run ${id} has ended already: Aborted. Nothing was done.\n`,
    ]);
  });

  test('that nobody drives takes the abort, says what to run, and refuses a second one', async () => {
    const started = jsonOf<{ execution: string }>(
      await say('run', 'gate.yaml', '--on', 'twin', '--detach', '--json'),
    );
    const id = started.execution;
    const aborted = await say('abort', id, '--leave');
    expect(aborted.code).toBe(0);
    expect(aborted.stdout).toMatch(/nobody drives it now.*"penstock resume \d+"/);
    const again = await say('abort', id, '--restore');
    expect([again.code, again.stdout]).toEqual([
      1,
      expect.stringMatching(
        /^\S+ has aborted run \d+ already, to be left as it is\. Nothing was done\.\n$/,
      ),
    ]);
    const status = await say('status', id);
    expect(status.stdout).toMatch(/\S+ aborted the run, to be left as it is/);
    const resumed = await say('resume', id, '--json');
    expect([resumed.code, jsonOf<Ending>(resumed).status]).toEqual([8, 'Aborted']);
  });
});

describe('A run that has set up green', { timeout: WITHIN_MS }, () => {
  test('goes back with --restore, with exit code 4 and rules exactly as before', async () => {
    await using run = start('run', 'pipeline.yaml', '--on', 'twin');
    await gateIsOpen(run);
    const id = await numberOf(run);
    const unsaid = await say('abort', id);
    expect(unsaid.stderr).toMatch(
      /Prod stands on blue.*"--restore" runs the rollback.*"--leave" stops/,
    );
    expect((await say('abort', id, '--restore')).code).toBe(0);
    const finished = await run.finished;
    const ending = jsonOf<Ending>(finished);
    expect([finished.code, ending.status, ending.cause]).toEqual([4, 'RolledBack', 'aborted']);
    for (const rule of ending.restored) expect(rule.afterHash).toBe(rule.beforeHash);
    expect(ending.restored).not.toEqual([]);
  });

  test('stays with --leave, with exit code 5 and the commands that clear it', async () => {
    await using run = start('run', 'pipeline.yaml', '--on', 'twin');
    await gateIsOpen(run);
    const id = await numberOf(run);
    expect((await say('approve', id)).code).toBe(0);
    await run.hasSaid(/stage-50: AWS says 50 %/);
    expect((await say('abort', id, '--leave')).code).toBe(0);
    const finished = await run.finished;
    const ending = jsonOf<Ending>(finished);
    expect([finished.code, ending.status, ending.cause]).toEqual([5, 'Dirty', 'aborted']);
    const said = ending.leftovers
      .map(({ what, commands }) => `${what}: ${commands.join()}`)
      .join('\n');
    expect(said).toMatch(/rule stage \(arn:\S+\) is not as before: aws elbv2 modify-rule/);
    expect(said).toMatch(
      /new group shop_production__STAGE__Harness \(sig-\w+\) is still there: curl/,
    );
    expect([ending.restored, finished.stderr]).toEqual([[], expect.not.stringMatching(/restore /)]);
    const status = await say('status', id);
    expect(status.stdout).toMatch(
      /Dirty\. \S+ aborted the run and left it as it is\. Prod stands on blue/,
    );
  });
});

describe('The script of a step that has to stop', { timeout: WITHIN_MS }, () => {
  test('is gone with all its children within 2 s of the abort, though none hears SIGTERM', async () => {
    await using run = start('run', 'deaf.yaml', '--on', 'twin');
    const pids = await deafOnes(run);
    expect(pids.filter(lives)).toHaveLength(3);
    const id = await numberOf(run);
    expect((await say('abort', id, '--restore')).code).toBe(0);
    await eventually('the end of all three', () => !pids.some(lives), 2_000);
    expect((await run.finished).code).toBe(8);
  });

  test('is gone likewise when its time is over', async () => {
    await using run = start('run', 'late.yaml', '--on', 'twin');
    const pids = await deafOnes(run);
    const finished = await run.finished;
    expect(pids.some(lives)).toBe(false);
    expect([finished.code, jsonOf<Ending>(finished).status]).toEqual([7, 'Expired']);
  });
});

async function deafOnes(run: RunningCommand): Promise<readonly number[]> {
  const id = await numberOf(run);
  const log = join(shop.folder, '.penstock/logs', id, 'only/steps/Deaf.1.log');
  const line = await eventually(
    'all are deaf',
    () => /all deaf (.*)/.exec(readOr(log))?.[1],
    30_000,
  );
  return line.split(' ').map(Number);
}

function readOr(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function lives(pid: number): boolean {
  const stat = readOr(`/proc/${pid}/stat`);
  return stat !== '' && !/\) [ZX] /.test(stat);
}
