// Values that are given from outside are judged as strictly as those that stand in the file.
import { expect, test } from 'vitest';
import type { Binding } from './pipeline.ts';
import { readProject } from './read-project.ts';

const PIPELINE = `pipeline:
  identifier: shop
  name: Shop
  variables:
    - { name: count, type: Number, value: <+input> }
    - { name: tone, type: String, value: <+input>.default(warm) }
  stages:
    - stage:
        identifier: east
        name: East
        type: Custom
        spec:
          execution:
            steps:
              - step: { identifier: rest, name: Rest, type: Wait, spec: { duration: 1m } }
`;

function told(bindings: readonly Binding[], set?: string): readonly string[] {
  const file =
    set === undefined ? [] : [{ name: 'set.yaml', file: { path: 'set.yaml', text: set } }];
  const { diagnostics } = readProject([{ path: 'p.yaml', text: PIPELINE }], bindings, file);
  return diagnostics.map(
    ({ code, message, position }) => `${position?.file}:${position?.line} ${code}: ${message}`,
  );
}

const count = (value: string): Binding => ({
  by: 'input',
  path: 'pipeline.variables.count',
  value,
});
const setOf = (...values: readonly string[]): string =>
  `inputSet:\n  identifier: i\n  name: I\n  pipeline:\n    identifier: shop\n    variables:\n${values
    .map((value) => `      - ${value}\n`)
    .join('')}`;

test.each(['5', '-1', '0.5', '<+pipeline.name.length()>'])('%s is taken for a number', (value) => {
  expect(told([count(value)])).toEqual([]);
  expect(told([], setOf(`{ name: count, value: "${value}" }`))).toEqual([]);
});

test.each(['five', '1e', '5 apples'])('"%s" is no number, whoever gives it', (value) => {
  expect(told([count(value)])).toEqual([expect.stringContaining('p.yaml:5 wrong-type')]);
  expect(told([], setOf(`{ name: count, value: ${value} }`))).toEqual([
    expect.stringContaining('set.yaml:7 wrong-type'),
  ]);
});

test('a number is taken for a text', () => {
  expect(told([count('5')], setOf('{ name: tone, value: 5 }'))).toEqual([]);
});

test('of two values for one input in a set none is chosen silently', () => {
  const set = setOf('{ name: tone, value: cold }', '{ name: tone, value: mild }');
  expect(told([count('5')], set)).toEqual([
    'set.yaml:8 duplicate-identifier: The input set gives pipeline.variables.tone twice.',
  ]);
});

test('who gives an input twice is told so', () => {
  expect(told([count('5'), count('6')])).toEqual([
    'p.yaml:5 unknown-path: --input pipeline.variables.count cannot be bound: it has been given already, as the text "5".',
  ]);
});
