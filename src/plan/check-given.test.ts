// Inputs whose allowed values are computed: every source of a value is held to them.
import { expect, test } from 'vitest';
import type { Diagnostic } from '../pipeline/diagnostic.ts';
import { readProject } from '../pipeline/read-project.ts';
import { createPlan } from './create-plan.ts';

const LIST = 'allowedValues(jexl(<+pipeline.variables.kinds>.split(",")))';

test('a given value is one of those that the expression yields', () => {
  expect(problems(`<+input>.${LIST}`, 'blue')).toEqual([]);
  expect(problems(`<+input>.${LIST}`, 'pink')).toMatchObject([
    {
      code: 'wrong-value',
      message:
        'The value of pipeline.variables.kind cannot be taken: "pink" is none of the allowed values red, blue.',
      position: { file: 'p.yaml', line: 6 },
    },
  ]);
});

test('so is a value of an input set', () => {
  const set = { path: 's.yaml', text: 'pipeline: { variables: [{ name: kind, value: pink }] }' };
  const { project, bound } = readProject(
    [fileOf(`<+input>.${LIST}`)],
    [],
    [{ name: 's.yaml', file: set }],
  );
  expect(planned(project, bound)).toMatchObject([{ code: 'wrong-value' }]);
});

test('several values of a list may be chosen, where the input says so', () => {
  const many = `<+input>.${LIST.replace('allowedValues', 'selectManyFrom')}`;
  expect(problems(many, 'red,blue')).toEqual([]);
  expect(problems(many, 'red,pink')).toHaveLength(1);
});

test('a pattern with expressions is filled in before it judges', () => {
  const pattern = '<+input>.regex(<+pipeline.variables.kinds>.*)';
  expect(problems(pattern, 'red,blue and more')).toEqual([]);
  expect(problems(pattern, 'green')).toHaveLength(1);
});

function fileOf(written: string): { path: string; text: string } {
  const text = `pipeline:
  identifier: p
  name: p
  variables:
    - { name: kinds, type: String, value: 'red,blue' }
    - { name: kind, type: String, value: '${written}' }
  stages:
    - stage:
        identifier: only
        name: only
        type: Custom
        spec:
          execution:
            steps:
              - step: { identifier: wait, name: wait, type: Wait, spec: { duration: 1m } }
`;
  return { path: 'p.yaml', text };
}

function problems(written: string, value: string): readonly Diagnostic[] {
  const path = 'pipeline.variables.kind';
  const { project, bound, diagnostics } = readProject(
    [fileOf(written)],
    [{ by: 'input', path, value }],
  );
  return [...diagnostics, ...planned(project, bound)];
}

function planned(
  project: ReturnType<typeof readProject>['project'],
  bound: ReturnType<typeof readProject>['bound'],
): readonly Diagnostic[] {
  return createPlan({ project, bound, facts: { rules: {}, secrets: () => undefined } }).diagnostics;
}
