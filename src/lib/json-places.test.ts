// The places of the texts of JSON documents.
import { expect, test } from 'vitest';
import { placesIn } from './json-places.ts';

test('every text has the place at which it stands', () => {
  const text = '{ "a": "x", "b": [1, "y", { "c": "z\\"," }, []], "d": {}, "e": "w" }';
  const { texts, duplicates } = placesIn(text);
  const found = [...texts].map(([path, offset]) => [path, text.slice(offset, offset + 1)]);
  expect(found).toEqual([
    ['a', 'x'],
    ['b.1', 'y'],
    ['b.2.c', 'z'],
    ['e', 'w'],
  ]);
  expect(duplicates).toEqual([]);
});

test('a key that stands twice in one object is found, and not one of another', () => {
  const text = '{ "a": { "a": 1 }, "b": [{ "a": 1 }, { "a": 2 }], "b": 3 }';
  expect(placesIn(text).duplicates).toEqual([{ path: 'b', offset: text.lastIndexOf('"b"') }]);
});

test('a document that is one text, and an empty one', () => {
  expect(placesIn('"x"').texts).toEqual(new Map([['', 1]]));
  expect(placesIn('{}')).toEqual({ texts: new Map(), duplicates: [] });
});
