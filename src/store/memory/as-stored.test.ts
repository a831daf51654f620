// The stored copy is what JSON's text would bring back.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asStored } from './as-stored.ts';

const viaText = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test('any JSON value comes back as from its text', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.stringify(asStored(value))).toBe(JSON.stringify(viaText(value)));
    }),
  );
});

test.each([
  ['a member that is undefined', { one: undefined, two: 2 }],
  ['undefined in a list', [1, undefined]],
  ['numbers that JSON has not', [Number.NaN, Number.POSITIVE_INFINITY, -0]],
  ['a member of an awkward name', JSON.parse('{"__proto__": {"one": 1}}')],
])('%s becomes what its text says', (_, value) => {
  expect(asStored(value)).toStrictEqual(viaText(value));
});

test('nobody who holds the value can change the copy', () => {
  const value = { list: [{ weight: 1 }] };
  const copy = asStored(value);
  value.list[0] = { weight: 2 };
  expect(copy).toEqual({ list: [{ weight: 1 }] });
});
