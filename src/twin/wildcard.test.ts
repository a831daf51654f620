// Specifies the wildcards of rule conditions.
import { expect, test } from 'vitest';
import { fitsWildcard } from './wildcard.ts';

test.each([
  ['/img/*', '/img/a/b.png'],
  ['*.example.com', 'shop.example.com'],
  ['/v?/items', '/v2/items'],
  ['*', ''],
  ['*ab*b', 'aabxb'],
  ['exact', 'exact'],
])('%s fits %s', (pattern, text) => {
  expect(fitsWildcard(pattern, text)).toBe(true);
});

test.each([
  ['/img/*', '/images/a'],
  ['*.example.com', 'example.com'],
  ['/v?/items', '/v/items'],
  ['', 'a'],
  ['a.c', 'abc'],
  ['exact', 'exactly'],
])('%s does not fit %s', (pattern, text) => {
  expect(fitsWildcard(pattern, text)).toBe(false);
});

test('a hostile pattern takes no longer than pattern times text', () => {
  expect(fitsWildcard(`${'*a'.repeat(500)}b`, 'a'.repeat(2_000))).toBe(false);
});
