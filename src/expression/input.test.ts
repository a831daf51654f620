// Which texts count as open inputs.
import { expect, test } from 'vitest';
import { inputDefault, isInput } from './input.ts';

test.each([
  ['<+input>', true],
  [' <+input>.allowedValues(a, b(c)).default(a) ', true],
  ['<+input>.executionInput()', true],
  ['<+input> more', false],
  ['<+inputs>', false],
  ['x', false],
])('%s is an input: %s', (text, expected) => {
  expect(isInput(text)).toBe(expected);
});

test('an input may say what holds when nobody fills it in', () => {
  expect(inputDefault('<+input>.allowedValues(80,443).default(80)')).toBe('80');
  expect(inputDefault('<+input>')).toBeUndefined();
});
