// Weekly time windows as Spot writes them.
import { expect, test } from 'vitest';
import { isTimeWindow, isWithin } from './time-windows.ts';

/** A Monday. */
const MONDAY = Date.UTC(2026, 0, 5);
const HOUR = 3_600_000;

test('a window goes from its first minute to its last but one', () => {
  const window = 'Mon:03:00-Wed:02:30';
  expect(isWithin(window, MONDAY + 3 * HOUR - 1)).toBe(false);
  expect(isWithin(window, MONDAY + 3 * HOUR)).toBe(true);
  expect(isWithin(window, MONDAY + 50.5 * HOUR - 1)).toBe(true);
  expect(isWithin(window, MONDAY + 50.5 * HOUR)).toBe(false);
});

test('one that ends before it begins goes through the end of the week', () => {
  const window = 'Fri:22:00-Mon:01:00';
  expect(isWithin(window, MONDAY)).toBe(true);
  expect(isWithin(window, MONDAY + HOUR)).toBe(false);
  expect(isWithin(window, MONDAY - 24 * HOUR)).toBe(true);
});

test.each(['Mon:3-Tue:4', 'Mon:24:00-Tue:01:00', 'mon:01:00-tue:01:00', 'always', ''])(
  '%j is none',
  (text) => {
    expect(isTimeWindow(text)).toBe(false);
  },
);
