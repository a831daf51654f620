// Durations as Harness writes them.
import { expect, test } from 'vitest';
import { parseDuration } from './duration.ts';

test.each([
  ['30s', 30_000],
  ['1h 30m', 5_400_000],
  ['1h30m', 5_400_000],
  ['2w', 1_209_600_000],
  ['36500d', 3_153_600_000_000],
])('%s is one', (text, durationMs) => {
  expect(parseDuration(text)).toBe(durationMs);
});

test.each(['', '30', '1.5h', '0m', '5 m', '-5m', '5M', '1y', '10m5', '36501d', '999999999w'])(
  '"%s" is none',
  (text) => {
    expect(parseDuration(text)).toBeUndefined();
  },
);
