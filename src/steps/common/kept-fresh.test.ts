// A look counts from its beginning: health that was asked for before a minute's wait is a minute old.
import { expect, test } from 'vitest';
import { createVirtualClock } from '../../../tests/virtual-clock.ts';
import { sleep } from '../../lib/clock.ts';
import { FRESH_MS, keptFresh } from './kept-fresh.ts';

async function looksOf(durations: readonly number[]): Promise<number> {
  const clock = createVirtualClock();
  let looks = 0;
  const check = keptFresh(clock, async () => {
    await sleep(clock, durations[looks++] ?? 0);
  });
  let isDone = false;
  const checking = check().finally(() => {
    isDone = true;
  });
  await clock.drive(() => isDone, 3_600_000);
  await checking;
  return looks;
}

test('a quick look is not repeated', async () => {
  expect(await looksOf([FRESH_MS])).toBe(1);
});

test('a look whose last answer comes late is repeated before anything is built on it', async () => {
  expect(await looksOf([FRESH_MS + 1, 0])).toBe(2);
});

test('where every look is slow, traffic does not wait for ever', async () => {
  expect(await looksOf([60_000, 60_000, 60_000, 60_000])).toBe(3);
});
