// How tries to sign in are slowed down, and how that ends.
import { expect, test } from 'vitest';
import type { ProblemError } from '../problem-error.ts';
import { createTryLimits } from './try-limits.ts';

function limitsAt(): { now: number; begin: (user: string, from?: string) => number } {
  const time = { now: 1_000_000 };
  const limits = createTryLimits(() => time.now);
  return {
    get now() {
      return time.now;
    },
    set now(at) {
      time.now = at;
    },
    /** How long it has to wait; 0 when it was let through. */
    begin(user, from = '10.0.0.7') {
      try {
        limits.begin(user, from);
        return 0;
      } catch (error) {
        return (error as ProblemError).retryAfterMs ?? -1;
      }
    },
  };
}

test('after five failures each further try waits twice as long, at most five minutes', () => {
  const limits = limitsAt();
  for (let failed = 0; failed < 5; failed++) expect(limits.begin('ada')).toBe(0);
  const waits: number[] = [];
  for (let failed = 0; failed < 12; failed++) {
    const wait = limits.begin('ada');
    waits.push(wait);
    limits.now += wait;
    expect(limits.begin('ada')).toBe(0);
  }
  expect(waits.slice(0, 4)).toEqual([1_000, 2_000, 4_000, 8_000]);
  expect(waits.slice(-2)).toEqual([300_000, 300_000]);
});

test('a try that came too early does not prolong the wait', () => {
  const limits = limitsAt();
  for (let failed = 0; failed < 5; failed++) limits.begin('ada');
  limits.now += 600;
  expect(limits.begin('ada')).toBe(400);
  limits.now += 400;
  expect(limits.begin('ada')).toBe(0);
});

test('all is forgotten a quarter of an hour after the last failure', () => {
  const limits = limitsAt();
  for (let failed = 0; failed < 5; failed++) limits.begin('ada');
  limits.now += 900_001;
  for (let failed = 0; failed < 5; failed++) expect(limits.begin('ada')).toBe(0);
});

test('tries for one person from everywhere keep the person out for 20 seconds at most', () => {
  const limits = limitsAt();
  let worst = 0;
  for (let tried = 0; tried < 200; tried++) {
    const wait = limits.begin('ada', `10.1.${tried}.1`);
    worst = Math.max(worst, wait);
    limits.now += wait;
  }
  expect(worst).toBe(20_000);
});

test('tries for many people from one place are held up', () => {
  const limits = limitsAt();
  const waits = Array.from({ length: 31 }, (_, index) => limits.begin(`user${index}`));
  expect(waits.slice(0, 30).every((wait) => wait === 0)).toBe(true);
  expect(waits[30]).toBe(1_000);
  expect(limits.begin('user0', '10.0.0.8')).toBe(0);
});

test('a right password forgets the person’s failures, and not those of the place', () => {
  let now = 0;
  const limits = createTryLimits(() => now);
  for (let round = 0; round < 29; round++) {
    limits.begin(`victim${round}`, '10.0.0.7');
    limits.begin('mallory', '10.0.0.7').succeeded();
  }
  limits.begin('victim', '10.0.0.7');
  expect(() => limits.begin('mallory', '10.0.0.7')).toThrow('try again in 1 s');
  now += 1_000;
  expect(() => limits.begin('mallory', '10.0.0.7')).not.toThrow();
});
