// Specifies the scaled clock: how fast it runs, that nobody is woken early, that two of them agree.
import { expect, test } from 'vitest';
import { sleep } from '../lib/clock.ts';
import { createScaledClock } from './scaled-clock.ts';

const originAt = Date.UTC(2030, 0, 1);

function clockAt(speed: number): ReturnType<typeof createScaledClock> {
  return createScaledClock({ originAt, realOriginAt: Date.now(), speed });
}

test('it starts at its origin and passes so many times faster', async () => {
  const clock = clockAt(1_000);
  const realStartAt = performance.now();
  const startAt = clock.now();
  expect(Math.abs(startAt - originAt)).toBeLessThan(60_000);
  await sleep(clock, 20_000);
  const passed = clock.now() - startAt;
  const realPassed = performance.now() - realStartAt;
  expect(passed).toBeGreaterThanOrEqual(20_000);
  expect(realPassed).toBeGreaterThanOrEqual(19);
  expect(passed / realPassed).toBeGreaterThan(900);
});

test('it never wakes early', async () => {
  const clock = clockAt(7);
  const early = await Promise.all(
    Array.from({ length: 50 }, async (_, at) => {
      const dueAt = clock.now() + at * 3.3;
      await sleep(clock, at * 3.3);
      return clock.now() < dueAt;
    }),
  );
  expect(early).not.toContain(true);
});

test('a delay of nothing wakes in a later turn', async () => {
  const clock = clockAt(60);
  const order: string[] = [];
  const woken = new Promise<void>((resolve) => {
    clock.after(-5, () => {
      order.push('woken');
      resolve();
    });
  });
  order.push('asked');
  await woken;
  expect(order).toEqual(['asked', 'woken']);
});

test('what is cancelled does not wake', async () => {
  const clock = clockAt(1_000);
  let woken = false;
  clock.after(1_000, () => {
    woken = true;
  })();
  await sleep(clock, 5_000);
  expect(woken).toBe(false);
});

test('two clocks of the same three numbers agree', () => {
  const options = { originAt, realOriginAt: Date.now(), speed: 60 };
  const [one, other] = [createScaledClock(options), createScaledClock(options)];
  const [before, between, after] = [one.now(), other.now(), one.now()];
  expect(between).toBeGreaterThanOrEqual(before);
  expect(after).toBeGreaterThanOrEqual(between);
});
