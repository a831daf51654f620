// A steered clock wakes everything on its way at its own time, standing still or running.
import { expect, test } from 'vitest';
import { createSteeredClock, type SteeredClock } from './steered-clock.ts';

const START = Date.UTC(2026, 0, 5);

function clockAt(speed: number): SteeredClock {
  return createSteeredClock({ originAt: START, realOriginAt: Date.now(), speed });
}

test('a virtual clock stands still until it is advanced, and then shows exactly that much more', async () => {
  const clock = clockAt(0);
  expect(clock.now()).toBe(START);
  await clock.advance(300_000);
  expect(clock.now()).toBe(START + 300_000);
});

test('everything due on the way wakes in order at its own time, also what timers begin', async () => {
  const clock = clockAt(0);
  const woken: [string, number][] = [];
  const wake = (name: string) => (): void => void woken.push([name, clock.now() - START]);
  clock.after(30, wake('late'));
  clock.after(10, () => {
    wake('early')();
    clock.after(5, wake('begun on the way'));
  });
  clock.after(10, wake('early too'));
  clock.after(12, wake('cancelled'))();
  clock.after(31, wake('not yet'));
  await clock.advance(30);
  expect(woken).toEqual([
    ['early', 10],
    ['early too', 10],
    ['begun on the way', 15],
    ['late', 30],
  ]);
  expect(clock.waiting()).toBe(1);
});

test('a running clock jumps ahead, skips nobody, and runs on from there', async () => {
  const clock = clockAt(1_000);
  const woken: number[] = [];
  clock.after(1_000_000, () => woken.push(clock.now() - START));
  await clock.advance(3_600_000);
  expect(woken[0]).toBeGreaterThanOrEqual(1_000_000);
  expect(woken[0]).toBeLessThan(1_100_000);
  expect(clock.now() - START).toBeGreaterThanOrEqual(3_600_000);
  await new Promise<void>((resolve) => clock.after(100, resolve));
});

test('two advances at once add up', async () => {
  const clock = clockAt(0);
  await Promise.all([clock.advance(10), clock.advance(20)]);
  expect(clock.now()).toBe(START + 30);
});

test('another clock with its numbers shows the same, and never goes back', async () => {
  const clock = clockAt(0);
  const other = clockAt(0);
  const woken: number[] = [];
  other.after(40_000, () => woken.push(other.now()));
  await clock.advance(60_000);
  await other.steer(clock.numbers());
  expect(other.now()).toBe(clock.now());
  expect(woken).toEqual([START + 40_000]);
  await other.steer({ ...clock.numbers(), originAt: START });
  expect(other.now()).toBe(START + 60_000);
});

test('ten thousand timers come in the order in which they are due', async () => {
  const clock = clockAt(0);
  const woken: number[] = [];
  for (let n = 0; n < 10_000; n++)
    clock.after(1 + ((n * 7919) % 10_007), () => woken.push(clock.now()));
  await clock.advance(20_000);
  expect(woken).toHaveLength(10_000);
  expect(woken).toEqual([...woken].sort((one, other) => one - other));
});
