// When those go on who wait for one another's answers.
import { expect, test } from 'vitest';
import { createVirtualClock } from '../../../tests/virtual-clock.ts';
import { sleep } from '../../lib/clock.ts';
import { gatherAnswers } from './gather-answers.ts';

/** When each goes on whose answer comes so late; those without an answer never ask. */
async function goneOnAt(count: number, answersMs: readonly number[]): Promise<readonly number[]> {
  const clock = createVirtualClock();
  const beganAt = clock.now();
  const answered = gatherAnswers(clock, count);
  const wentOn: number[] = [];
  const calls = answersMs.map(async (ms) => {
    await sleep(clock, ms);
    await answered();
    wentOn.push(clock.now() - beganAt);
  });
  await clock.drive(() => wentOn.length === calls.length, 3_600_000);
  return wentOn;
}

test('one alone waits for nobody', async () => {
  expect(await goneOnAt(1, [20])).toEqual([20]);
});

test('all go on when the last answer is there', async () => {
  expect(await goneOnAt(3, [20, 80, 50])).toEqual([80, 80, 80]);
});

test('an answer that does not come holds the others up for a moment only', async () => {
  expect(await goneOnAt(3, [20, 50])).toEqual([520, 520]);
});

test('a second answer of a call that is tried again waits for nobody', async () => {
  expect(await goneOnAt(2, [20, 30, 9_000])).toEqual([30, 30, 9_000]);
});
