// What the steps of a real run write: listed, read, searched, and followed while it grows.
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Message } from '../../src/server/handler.ts';
import { makeLogHandlers } from '../../src/server/logs/make-log-handlers.ts';
import { asked, type DrivenRun, openShopRoom, type ShopRoom } from './shop-room.ts';

const WITHIN_MS = 60_000;

let bench: ShopRoom;
let run: DrivenRun;
let handlers: ReturnType<typeof makeLogHandlers>;

beforeAll(async () => {
  bench = await openShopRoom();
  handlers = makeLogHandlers(bench.room);
  run = await bench.start({ approvals: 0 });
  await run.reaches(({ type }) => type === 'ApprovalOpened');
}, WITHIN_MS);

afterAll(() => bench[Symbol.asyncDispose]());

const of = () => ({ project: 'shop', run: run.id });
const SCRIPT = { step: 'shop/steps/Before_Shift', attempt: 1 };

test('every step that wrote something is listed by its name', async () => {
  const logs = await handlers.listLogs(asked<'listLogs'>(of()));
  expect(logs.map(({ step }) => step)).toContain(SCRIPT.step);
  const script = logs.find(({ step }) => step === SCRIPT.step);
  expect(script).toMatchObject({ name: 'Before the shift', attempt: 1 });
  expect(script?.bytes).toBeGreaterThan(0);
});

test('lines are read and searched; a log that is not there is said', async () => {
  const query = { ...SCRIPT, from: 1, limit: 1_000, search: 'BOTH VERSIONS' };
  const { lines, next } = await handlers.readLog(asked<'readLog'>(of(), { query }));
  expect(lines.map(({ text }) => text)).toEqual([
    expect.stringContaining('Database changes that both versions understand'),
  ]);
  expect(next).toBeNull();
  const nowhere = { ...query, step: '../../journal', search: undefined };
  const refused = handlers.readLog(asked<'readLog'>(of(), { query: nowhere }));
  await expect(refused).rejects.toMatchObject({ code: 'not-found' });
});

test('a run of another project has no logs here', async () => {
  const refused = handlers.listLogs(asked<'listLogs'>({ project: 'bank', run: run.id }));
  await expect(refused).rejects.toMatchObject({ code: 'not-found' });
});

test('who follows gets each line once, goes on after the last one it has, and ends when it leaves', async () => {
  const file = join(bench.room.state.logs, run.id, 'shop/steps/Followed.1.log');
  const query = { step: 'shop/steps/Followed', attempt: 1 };
  const left = new AbortController();
  const follow = (lastEventId?: string) =>
    handlers.followLog(asked<'followLog'>(of(), { query, signal: left.signal, lastEventId }));
  const stream = follow()[Symbol.asyncIterator]();
  const first = stream.next();
  appendFileSync(file, 'one\ntwo\nthr');
  expect((await first).value).toEqual(
    message('2', [
      { number: 1, text: 'one' },
      { number: 2, text: 'two' },
    ]),
  );
  const second = stream.next();
  appendFileSync(file, 'ee\n');
  expect((await second).value).toEqual(message('3', [{ number: 3, text: 'three' }]));
  const again = follow('2')[Symbol.asyncIterator]();
  expect((await again.next()).value).toEqual(message('3', [{ number: 3, text: 'three' }]));
  const last = stream.next();
  left.abort();
  expect((await last).done).toBe(true);
});

function message(id: string, lines: readonly object[]): Message<unknown> {
  return { id, data: { lines } };
}
