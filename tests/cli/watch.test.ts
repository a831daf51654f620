// A run that is started by one process, driven by a second, and watched by others, which are cut off and begin again: nothing is missed, nothing comes twice.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { approveAll, gateIsOpen } from './approver.ts';
import { type Finished, jsonOf, penstock, type RunningCommand, startPenstock } from './penstock.ts';
import { scriptsPipeline } from './scripts-pipeline.ts';
import { copyShop, type Shop, type ShopTwin, startShopTwin } from './shop.ts';

interface SeenEvent {
  readonly seq: number;
  readonly type: string;
}

interface SeenLine {
  readonly step: string;
  readonly line: string;
}

const WITHIN_MS = 120_000;
const COUNT = 'for i in $(seq 1 200); do echo "line $i"; done';

let shop: Shop;
let twin: ShopTwin;

beforeAll(async () => {
  shop = copyShop();
  const again = join(shop.folder, 'again');
  const twice = `echo "try"; test -e '${again}' || { touch '${again}'; exit 1; }; printf 'no line end'`;
  const text = scriptsPipeline('talk', [
    { id: 'Count', script: COUNT },
    { gate: 'Ask' },
    { id: 'Twice', script: twice, isRetried: true },
    { gate: 'AskAgain' },
    { id: 'Last', script: `sleep 0.3; ${COUNT}` },
  ]);
  writeFileSync(join(shop.folder, 'talk.yaml'), text);
  writeFileSync(
    join(shop.folder, 'fails.yaml'),
    scriptsPipeline('fails', [{ gate: 'Ask' }, { id: 'No', script: 'exit 3' }]),
  );
  twin = await startShopTwin(shop.folder, 120);
});

afterAll(async () => {
  await twin?.[Symbol.asyncDispose]();
  shop?.remove();
});

const say = (...args: string[]): Promise<Finished> => penstock(args, { folder: shop.folder });
const start = (...args: string[]): RunningCommand =>
  startPenstock([...args, '--json'], { folder: shop.folder, withinMs: WITHIN_MS });

/** Whole lines only: a watcher that was killed may have been cut off in the middle of one. */
function parsed<Value>(stdout: string): readonly Value[] {
  const whole = stdout.slice(0, stdout.lastIndexOf('\n') + 1);
  return whole.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Value]));
}

const eventsIn = (stdout: string): readonly SeenEvent[] =>
  parsed<Partial<SeenEvent>>(stdout).filter((each): each is SeenEvent => each.seq !== undefined);

describe('A run that is only started', { timeout: WITHIN_MS }, () => {
  let id: string;

  test('returns at once with its number, and says that nobody drives it', async () => {
    const plain = await say('run', 'talk.yaml', '--on', 'twin', '--detach');
    expect([plain.code, plain.stderr]).toEqual([0, '']);
    expect(plain.stdout).toMatch(
      /^Run 1 is checked and started.*nobody drives it.*"penstock resume 1"/,
    );
    const json = await say('run', 'talk.yaml', '--on', 'twin', '--detach', '--json');
    const started = jsonOf<{ execution: string; isDriven: boolean }>(json);
    expect([json.code, started]).toEqual([0, expect.objectContaining({ isDriven: false })]);
    id = started.execution;
    const status = jsonOf<object>(await say('status', id, '--json'));
    expect(status).toMatchObject({ status: 'Running', isDriven: false, gates: [] });
  });

  test('is driven by resume, and seen whole by a watcher that was killed and began again', async () => {
    await using first = start('status', id, '--watch');
    await first.hasSaid(/"seq":0.*"ExecutionStarted"/);
    await first.hasSaid(/stands still: nobody drives it now/);
    await using logs = start('logs', id, '-f');
    await using run = start('resume', id);
    await gateIsOpen(run);
    await first.hasSaid('"ApprovalOpened"');
    process.kill(first.pid, 'SIGKILL');
    const seen = eventsIn((await first.finished).stdout);
    const next = (seen.at(-1)?.seq ?? -1) + 1;
    await using second = start('status', id, '--watch', '--from', `${next}`);
    const driven = await approveAll(run, id, shop.folder);
    const watched = await second.finished;
    expect([driven.code, watched.code]).toEqual([0, 0]);
    const all = [...seen, ...eventsIn(watched.stdout)];
    expect(all.map(({ seq }) => seq)).toEqual(all.map((_, index) => index));
    expect(all.at(-1)?.type).toBe('ExecutionFinished');
    expect(parsed(watched.stdout).at(-1)).toEqual(jsonOf(driven));
    everyLineOnce(parsed<SeenLine>((await logs.finished).stdout));
  });

  /** Against the files themselves. */
  function everyLineOnce(seen: readonly SeenLine[]): void {
    const steps = ['Count.1', 'Twice.1', 'Twice.2', 'Last.1'].map((name) => `only/steps/${name}`);
    const written = steps.map((name) =>
      readFileSync(join(shop.folder, '.penstock/logs', id, `${name}.log`), 'utf8').trimEnd(),
    );
    const lines = (step: string): string =>
      seen
        .filter((each) => each.step === step)
        .map(({ line }) => line)
        .join('\n');
    expect(steps.map(lines)).toEqual(written);
    expect([...new Set(seen.map(({ step }) => step))]).toEqual(steps);
    expect(seen).toHaveLength(403);
  }

  test('is told again from any place after its end, and its logs of one step', async () => {
    const again = await say('status', id, '--watch', '--from', '5');
    expect(again.code).toBe(0);
    expect(again.stdout).toMatch(/^ {4}\d {2}\d\d:\d\d/);
    expect(again.stdout).not.toContain('talk, started by');
    expect(again.stdout).toContain('✓ Success.');
    const logs = await say('logs', id, 'Twice', '-f');
    expect(logs.stdout).toBe('only/steps/Twice.1\ntry\nonly/steps/Twice.2\ntry\nno line end\n');
  });
});

test('a watcher ends with the exit code of the run; one that has enough ends alone', {
  timeout: WITHIN_MS,
}, async () => {
  await using run = start('run', 'fails.yaml', '--on', 'twin');
  await gateIsOpen(run);
  const [newest] = jsonOf<readonly { execution: string }[]>(await say('list', '--json'));
  const id = newest?.execution ?? '';
  await using bored = start('status', id, '--watch');
  await using patient = start('status', id, '--watch');
  await bored.hasSaid('"ApprovalOpened"');
  bored.interrupt();
  const left = await bored.finished;
  expect(left.code).toBe(1);
  const next = (eventsIn(left.stdout).at(-1)?.seq ?? -1) + 1;
  expect(left.stderr).toContain(`"penstock status ${id} --watch --from ${next}"`);
  expect((await approveAll(run, id, shop.folder)).code).toBe(1);
  const ended = await patient.finished;
  expect([ended.code, parsed<object>(ended.stdout).at(-1)]).toEqual([
    1,
    expect.objectContaining({ status: 'Failed', failure: expect.stringContaining('exit code 3') }),
  ]);
});

test.each([
  ['status', '99', '--watch'],
  ['logs', '99', '-f'],
  ['abort', '99', '--leave'],
])('%s %s %s says where to look', async (...args) => {
  const unknown = await say(...args);
  expect([unknown.code, unknown.stdout]).toEqual([2, '']);
  expect(unknown.stderr).toMatch(/^There is no execution 99\./);
});
