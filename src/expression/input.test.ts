// Which texts count as open inputs.
import { expect, test } from 'vitest';
import { inputDefault, inputObjection, isInput } from './input.ts';

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

test('an input that Harness asks for while it runs has no default here', () => {
  expect(inputDefault('<+input>.default(80).executionInput()')).toBeUndefined();
});

test.each([
  ['<+input>', 'anything'],
  ['<+input>.allowedValues(80,443)', '443'],
  ['<+input>.allowedValues(one, two)', 'two'],
  [`<+input>.allowedValues('a,b',c)`, 'a,b'],
  [String.raw`<+input>.allowedValues(\'a,b\',c)`, 'a,b'],
  ['<+input>.selectOneFrom(a,b)', 'b'],
  ['<+input>.selectManyFrom(a,b,c)', 'a, c'],
  ['<+input>.regex(^v[0-9]+$)', 'v12'],
  ['<+input>.allowedValues(<+pipeline.variables.all>)', 'not judged'],
])('%s may be %s', (text, value) => {
  expect(inputObjection(text, value)).toBeUndefined();
});

test.each([
  ['<+input>.allowedValues(80,443)', '81', 'none of the allowed values 80, 443'],
  ['<+input>.allowedValues(a,b).default(a)', 'c', 'none of the allowed values a, b'],
  ['<+input>.selectOneFrom(a,b)', 'a,b', 'none of the allowed values a, b'],
  ['<+input>.selectManyFrom(a,b)', 'a,c', '"c" is none of'],
  ['<+input>.regex(^v[0-9]+$)', 'w12', 'does not match ^v[0-9]+$'],
  ['<+input>.regex((a+)+)', 'a', 'cannot be checked'],
])('%s may not be %s', (text, value, objection) => {
  expect(inputObjection(text, value)).toContain(objection);
});
