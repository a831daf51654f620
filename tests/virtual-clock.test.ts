// The virtual clock: timers in order, promises settled in between, a limit on everything.
import { expect, test } from 'vitest';
import { sleep } from '../src/lib/clock.ts';
import { createVirtualClock } from './virtual-clock.ts';

test('timers fire in the order of their times, then of their making', async () => {
  const clock = createVirtualClock(1_000);
  const fired: string[] = [];
  clock.after(20, () => fired.push(`late ${clock.now()}`));
  clock.after(10, () => fired.push(`first ${clock.now()}`));
  clock.after(10, () => fired.push(`second ${clock.now()}`));
  await clock.advance(15);
  expect(fired).toEqual(['first 1010', 'second 1010']);
  expect(clock.now()).toBe(1_015);
});

test('a chain of sleeps passes within one advance', async () => {
  const clock = createVirtualClock();
  const done = sleep(clock, 10)
    .then(() => sleep(clock, 10))
    .then(() => clock.now());
  await clock.advance(100);
  expect(await done).toBe(20);
});

test('a cancelled timer stays silent, one without delay needs no advance', async () => {
  const clock = createVirtualClock();
  let fired = 0;
  clock.after(5, () => fired++)();
  clock.after(0, () => (fired += 10));
  await clock.drive(() => fired === 10, 1_000);
  expect(clock.now()).toBe(0);
});

test('drive jumps from timer to timer until the condition holds', async () => {
  const clock = createVirtualClock();
  let ticks = 0;
  const tick = (): void => {
    ticks += 1;
    clock.after(60_000, tick);
  };
  clock.after(60_000, tick);
  await clock.drive(() => ticks === 3, 3_600_000);
  expect(clock.now()).toBe(180_000);
  await expect(clock.drive(() => false, 600_000)).rejects.toThrow('not there after');
});
