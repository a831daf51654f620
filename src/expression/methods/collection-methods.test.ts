// The methods of lists and maps.
import { describe, expect, test } from 'vitest';
import { filledIn } from '../../../tests/filled-in.ts';
import type { Json } from '../../lib/json.ts';

const known = {
  list: ['a', 'b', 'a', 3],
  map: { a: 1, 'b.c': [2], d: null },
  nested: [{ name: 'x' }, { name: 'y' }],
};

describe('a method has a value', () => {
  test.each<[string, Json]>([
    ['list.size()', 4],
    ['list.isEmpty()', false],
    ['[].isEmpty()', true],
    ['list.contains("b")', true],
    ['list.contains("c")', false],
    ['list.contains("3")', true],
    ['list.containsAll(["a", "b"])', true],
    ['list.containsAll(["a", "z"])', false],
    ['list.indexOf("a")', 0],
    ['list.lastIndexOf("a")', 2],
    ['list.indexOf("z")', -1],
    ['list.get(1)', 'b'],
    ['list.subList(1, 3)', ['b', 'a']],
    ['list.toString()', '["a","b","a",3]'],
    ['nested.get(1).name', 'y'],
    ['nested.contains({"name": "x"})', true],
    ['map.size()', 3],
    ['map.isEmpty()', false],
    ['map.get("a")', 1],
    ['map.get("b.c")', [2]],
    ['(map).get("b.c")[0]', 2],
    ['(map).getOrDefault("z", 7)', 7],
    ['(map).getOrDefault("a", 7)', 1],
    ['map.containsKey("a")', true],
    ['map.containsKey("z")', false],
    ['map.containsValue(1)', true],
    ['map.keySet()', ['a', 'b.c', 'd']],
    ['map.values()', [1, [2], null]],
    ['map.keySet().contains("d")', true],
    ['map.get("z") ?: "none"', 'none'],
    ['list.get(9) ?: "none"', 'none'],
  ])('%s', (inside, expected) => {
    expect(filledIn(inside, known)).toEqual(expected);
  });
});

describe('a mistake is told', () => {
  test.each([
    ['list.get(9)', 'there is no member 9'],
    ['map.get("z")', 'there is no "map.z"'],
    ['list.length()', 'a list has no method "length"'],
    ['list.sizes()', 'a list has no method "sizes"; did you mean "size"?'],
    ['map.keyset()', 'a map has no method "keyset"; did you mean "keySet"?'],
    ['map.hasOwnProperty("a")', 'a map has no method "hasOwnProperty"'],
    ['list.push(1)', 'a list has no method "push"'],
    ['list.subList(2, 1)', 'subList takes a begin and an end within 0 and 4'],
    ['list.contains()', 'contains takes 1 argument'],
    ['map.getOrDefault("a")', 'getOrDefault takes 2 arguments'],
  ])('%s', (inside, message) => {
    expect(filledIn(inside, known)).toEqual({ error: expect.stringContaining(message) });
  });
});
