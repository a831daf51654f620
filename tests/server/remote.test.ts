// The command line against a server: every command works there as it does at home, with the same exit codes.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { jsonOf, penstock, startPenstock } from '../cli/penstock.ts';
import { eventually } from '../eventually.ts';
import { type OpenRoom, openRoom } from './open-room.ts';

let there: OpenRoom;

beforeAll(async () => {
  there = await openRoom();
}, 60_000);

afterAll(async () => {
  await there?.[Symbol.asyncDispose]();
});

const options = () => ({
  folder: there.shop.folder,
  environment: { PENSTOCK_SERVER: there.room.url },
});
const said = (...words: readonly string[]) => penstock([...words, '--json'], options());

test('a whole deployment is planned, started, approved and watched to its end from afar', async () => {
  const start = ['pipeline.yaml', '--on', 'twin', '--twin', there.twinUrl];
  const planned = jsonOf<{ hash: string; pipeline: string }>(await said('plan', ...start));
  expect(planned.pipeline).toBe('Deploy the shop');
  await using run = startPenstock(['run', ...start, '--plan', planned.hash, '--json'], options());
  const id = await eventually(
    'the run in the list',
    async () => {
      const [first] = jsonOf<{ run: string }[]>(await said('list'));
      return first?.run;
    },
    60_000,
  );
  const approving = there.approveUntil(id, ({ endedAt }) => endedAt !== null);
  const finished = await run.finished;
  await approving;
  expect([finished.code, jsonOf<{ status: string }>(finished).status]).toEqual([0, 'Success']);
  const status = jsonOf<{ status: string; sentence: string }>(await said('status', id));
  expect(status).toMatchObject({ status: 'Success' });
  const watched = await penstock(['status', id, '--watch'], options());
  expect([watched.code, watched.stdout]).toEqual([0, expect.stringContaining('proved')]);
  const logs = jsonOf<{ step: string; text: string }[]>(await said('logs', id));
  expect(logs.length).toBeGreaterThan(0);
  expect(logs.every(({ text }) => text.endsWith('\n'))).toBe(true);
  const unasked = await penstock(['rollback', id], options());
  expect([unasked.code, unasked.stderr]).toEqual([2, expect.stringContaining('--yes')]);
  const back = await penstock(['rollback', id, '--yes', '--json'], options());
  expect([back.code, jsonOf<{ status: string }>(back).status]).toEqual([0, 'Success']);
}, 240_000);

test('a gate is approved once, and the second word is told what is true now', async () => {
  const id = await there.startRun();
  await eventually('the gate', async () => (await there.page(id)).gates.length > 0, 80_000);
  const first = await penstock(['approve', id, '--rung', 'stage-50'], options());
  expect([first.code, first.stdout]).toEqual([0, expect.stringMatching(/approve/i)]);
  const second = await penstock(['approve', id, '--rung', 'stage-50'], options());
  expect([second.code, second.stderr]).toEqual([1, expect.stringContaining('Nothing was done')]);
  const paused = await penstock(['pause', id], options());
  expect(paused.code).toBe(0);
  expect((await there.page(id)).isPaused).toMatchObject({ by: 'open' });
  expect((await penstock(['unpause', id], options())).code).toBe(0);
  const aborted = await penstock(['abort', id, '--restore'], options());
  expect(aborted.code).toBe(0);
  const end = await penstock(['status', id, '--watch', '--json'], options());
  expect(end.code).toBe(4);
}, 240_000);

test('what the server refuses ends as it would at home', async () => {
  const invalid = await penstock(['run', 'none.yaml', '--on', 'twin'], options());
  expect([invalid.code, invalid.stderr]).toEqual([2, expect.stringContaining('none.yaml')]);
  const missing = await penstock(['status', '99'], options());
  expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('99')]);
  const nowhere = { ...options(), environment: { PENSTOCK_SERVER: 'http://127.0.0.1:1' } };
  expect((await penstock(['list'], nowhere)).code).toBe(9);
});

test('at home and against a server there are the same commands', async () => {
  const commandsOf = async (environment: Record<string, string>): Promise<readonly string[]> => {
    const help = await penstock(['--help'], { ...options(), environment });
    return [...help.stdout.matchAll(/^ {2}([a-z][a-z-]+) /gm)].map(([, name = '']) => name).sort();
  };
  const here = await commandsOf({});
  expect(here).toContain('approve');
  expect(await commandsOf({ PENSTOCK_SERVER: there.room.url })).toEqual(here);
});
