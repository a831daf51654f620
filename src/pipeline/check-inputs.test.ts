// Inputs that are wrong themselves.
import { expect, test } from 'vitest';
import { checkInputs } from './check-inputs.ts';
import type { Diagnostic } from './diagnostic.ts';

const STEP = 'pipeline.stages.a.spec.execution.steps.b';

test('a suffix that does not exist is told with the one that was meant', () => {
  expect(judged(`${STEP}.spec.script`, '<+input>.defalt(x)')).toMatchObject([
    { code: 'bad-expression', severity: 'error' },
  ]);
  expect(judged(`${STEP}.spec.script`, '<+input>.defalt(x)')[0]?.message).toContain(
    'did you mean "default"?',
  );
});

test.each([
  `${STEP}.timeout`,
  `${STEP}.when.condition`,
  'pipeline.stages.a.spec.execution.steps.group.variables.color',
])('nobody is asked for %s while the run is under way', (path) => {
  expect(judged(path, '<+input>.executionInput()')).toMatchObject([{ code: 'wrong-value' }]);
  expect(judged(path, '<+input>')).toEqual([]);
});

test('other fields may be asked for then', () => {
  expect(judged(`${STEP}.spec.script`, '<+input>.executionInput()')).toEqual([]);
});

function judged(path: string, written: string): readonly Diagnostic[] {
  const told: Diagnostic[] = [];
  const position = { file: 'p.yaml', line: 1, column: 1 };
  checkInputs([{ path, written, position }], (each) => told.push(each));
  return told;
}
