// Which word a mistyped one is taken for.
import { expect, test } from 'vitest';
import { nearest, nearestHint } from './nearest.ts';

test.each([
  ['timout', 'timeout'],
  ['Timeout', 'timeout'],
  ['iddentifier', 'identifier'],
])('"%s" is taken for "%s"', (word, meant) => {
  expect(nearest(word, ['identifier', 'timeout', 'name'])).toBe(meant);
});

test('a word that is like none of them is taken for none', () => {
  expect(nearest('strategy', ['identifier', 'timeout', 'name'])).toBeUndefined();
});

test('the hint lists the known words when none is near', () => {
  expect(nearestHint('strategy', ['Count', 'All'])).toBe('Known here: Count, All.');
});
