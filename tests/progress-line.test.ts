// What a person reads while the tests run.
import { expect, test } from 'vitest';
import { progressLine } from './progress-line.ts';

const quiet = {
  elapsedMs: 65_400,
  files: { done: 12, all: 150 },
  tests: { passed: 340, failed: 0 },
  running: [],
};

test('it says how long, how many files and how many tests', () => {
  expect(progressLine(quiet)).toBe('1:05  12 of 150 files, 340 tests passed');
});

test('it names the files that run now, and how far each is', () => {
  const running = [
    { name: 'tests/crash/kill.test.ts', elapsedMs: 61_000, done: 4, all: 15 },
    { name: 'tests/cli/run.test.ts', elapsedMs: 900, done: 0, all: 3 },
  ];
  expect(progressLine({ ...quiet, running })).toBe(
    '1:05  12 of 150 files, 340 tests passed; now tests/crash/kill.test.ts (4 of 15, 1:01) and tests/cli/run.test.ts (0 of 3, 0:00)',
  );
});

test('it does not hide that something has failed until the end', () => {
  const failing = { ...quiet, tests: { passed: 340, failed: 2 } };
  expect(progressLine(failing)).toContain('340 tests passed, 2 FAILED');
});
