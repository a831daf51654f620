// Tests of shared readings: one call for many lookers, and the last word of a cloud that has gone silent.
import { expect, test } from 'vitest';
import { createKeptReads } from './kept-reads.ts';

function bench(limit = 10) {
  let now = 0;
  let calls = 0;
  const kept = createKeptReads<number>({ freshMs: 10_000, limit, now: () => now });
  return {
    pass: (ms: number) => {
      now += ms;
    },
    read: (key = 'run 1') => kept.read(key, async () => ++calls),
    fail: (key = 'run 1') =>
      kept.read(key, async () => {
        calls += 1;
        throw new Error('silent');
      }),
    calls: () => calls,
  };
}

test('lookers within the time share one reading, those after it get a new one', async () => {
  const { read, pass } = bench();
  expect(await Promise.all([read(), read()])).toEqual([1, 1]);
  pass(9_999);
  expect(await read()).toBe(1);
  pass(1);
  expect(await read()).toBe(2);
});

test('a cloud that is silent leaves the last reading, and is not asked at every look', async () => {
  const { read, fail, pass, calls } = bench();
  await read();
  pass(10_000);
  expect(await fail()).toBe(1);
  expect(await fail()).toBe(1);
  expect(calls()).toBe(2);
  pass(10_000);
  expect(await read()).toBe(3);
});

test('without an earlier reading the failure is told, for as long as a reading would hold', async () => {
  const { fail, read, pass } = bench();
  await expect(fail()).rejects.toThrow('silent');
  await expect(read()).rejects.toThrow('silent');
  pass(10_000);
  expect(await read()).toBe(2);
});

test('no more readings are kept than the limit', async () => {
  const { read } = bench(1);
  expect(await read('run 1')).toBe(1);
  expect(await read('run 2')).toBe(2);
  expect(await read('run 1')).toBe(3);
});
