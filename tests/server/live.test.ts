// The watchers of runs: each is told everything once, in order, also one that was cut off in between.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient } from '../../src/api/client.ts';
import { follow } from '../../src/api/follow.ts';
import type { RunInList } from '../../src/api/schemas/run-parts.ts';
import { createSystemClock } from '../../src/app/system-clock.ts';
import { eventually } from '../eventually.ts';
import { type OpenRoom, openRoom, PROJECT, type Seen, watchRun } from './open-room.ts';

const WITHIN_MS = 90_000;
let bench: OpenRoom;

beforeAll(async () => {
  bench = await openRoom();
});

afterAll(() => bench[Symbol.asyncDispose]());

test('a watcher that is cut off again and again misses nothing and is told nothing twice', {
  timeout: WITHIN_MS,
}, async () => {
  const run = await bench.startRun();
  const steady = watchRun(bench.client, run);
  const { seen } = steady;
  const cut: Seen = { lines: [], pages: [], steps: new Map(), lastEventId: undefined };
  const cutting = (async () => {
    while (cut.pages.at(-1)?.status !== 'Success' || cut.lines.at(-1)?.kind !== 'end') {
      const before = cut.pages.length;
      const watch = watchRun(bench.client, run, cut);
      await eventually('a page or two', () => cut.pages.length > before + 1, WITHIN_MS).catch(
        () => undefined,
      );
      await watch.end();
    }
  })();
  await bench.approveUntil(run, ({ status }) => status !== 'Running');
  await eventually('the end of its lines', () => seen.lines.at(-1)?.kind === 'end');
  await cutting;
  await steady.end();
  expect(cut.lines).toEqual(seen.lines);
  const places = seen.lines.map(({ seq }) => seq);
  expect(places).toEqual([...new Set(places)].toSorted((one, other) => one - other));
  const steps = await bench.client.call('readSteps', { params: { project: PROJECT, run } });
  expect([...seen.steps.values()]).toEqual(steps);
  expect([...cut.steps.values()]).toEqual(steps);
  const lengths = seen.pages.map(({ length }) => length);
  expect(lengths).toEqual(lengths.toSorted((one, other) => one - other));
  expect(seen.pages.at(-1)).toEqual(await bench.page(run));
});

test('the lines of the list come as they change, to who has just come and to who comes back', {
  timeout: WITHIN_MS,
}, async () => {
  const lines: RunInList[] = [];
  const leaving = new AbortController();
  const client = createClient({ baseUrl: bench.room.url });
  const clock = createSystemClock();
  let lastEventId: string | undefined;
  const watch = async (signal: AbortSignal): Promise<void> => {
    const from = lastEventId === undefined ? {} : { lastEventId };
    const given = { params: { project: PROJECT }, signal, clock, ...from };
    for await (const { id, data } of follow(client, 'watchRuns', given)) {
      lastEventId = id;
      lines.push(data);
    }
  };
  const watching = watch(leaving.signal);
  await eventually('what is there', () => lines.at(-1)?.status === 'Success');
  const run = await bench.startRun();
  await eventually('the new run', () => lines.at(-1)?.run === run);
  leaving.abort();
  await watching;
  const told = lines.length;
  await bench.approveUntil(run, ({ gates }) => gates.length > 0);
  const later = new AbortController();
  const back = watch(later.signal);
  await eventually('its gate', () => lines.at(-1)?.asks.length === 1, WITHIN_MS);
  expect(lines.slice(told).every((line) => line.run === run)).toBe(true);
  await bench.client.call('abortRun', {
    params: { project: PROJECT, run },
    body: { restore: true },
  });
  await eventually('its end', () => lines.at(-1)?.status === 'RolledBack', WITHIN_MS);
  later.abort();
  await back;
});
