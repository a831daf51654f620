// What of a picture is shown on a screen that is too low for it.
import { expect, test } from 'vitest';
import { visibleOf } from './live-screen.ts';

test('the head and the end stay, the middle goes', () => {
  const lines = ['title', '', 'sentence', '', 'bar', 'lane', 'gate', 'keys'];
  expect(visibleOf(lines, 5)).toEqual(['title', '', 'sentence', 'gate', 'keys']);
  expect(visibleOf(lines, 8)).toBe(lines);
});
