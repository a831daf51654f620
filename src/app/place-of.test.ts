// Where texts are found again.
import { expect, test } from 'vitest';
import { placeOf } from './place-of.ts';

const files = [
  { path: 'a.yaml', text: 'one\ntwo' },
  { path: 'b.yaml', text: 'zero\n  rule: arn:1\n' },
];

test('a text of a file is told with line and column, counted from one', () => {
  expect(placeOf('arn:1', files, [])).toBe('b.yaml:2:9');
  expect(placeOf('one', files, [])).toBe('a.yaml:1:1');
});

test('an option comes before files, for it has the last word', () => {
  const binding = { by: 'set', path: 'pipeline.variables.rule', value: 'arn:1' } as const;
  expect(placeOf('arn:1', files, [binding])).toBe('--set pipeline.variables.rule');
});

test('a text that is put together has no place', () => {
  expect(placeOf('arn:2', files, [])).toBeUndefined();
});
