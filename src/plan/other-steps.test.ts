// What the plan makes of the steps around a deployment: scripts of the file store, barriers, and names that only a step knows.
import { expect, test } from 'vitest';
import type { SourceFile } from '../pipeline/pipeline.ts';
import { readProject } from '../pipeline/read-project.ts';
import { createPlan, type Planned } from './create-plan.ts';
import type { StepNode } from './plan.ts';
import { stepsOf } from './walk.ts';

function planned(steps: string, files: readonly SourceFile[] = [], rollback = ''): Planned {
  const text = `pipeline:
  identifier: p
  name: P
  flowControl:
    barriers:
      - { identifier: ready, name: Ready }
  stages:
    - stage:
        identifier: s
        name: S
        type: Custom
        variables:
          - { name: who, type: String, value: the board }
        spec:
          execution:
            steps:
${steps}${rollback}`;
  const { project, bound, diagnostics } = readProject([{ path: 'p.yaml', text }, ...files], []);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return createPlan({ project, bound, facts: { rules: {}, secrets: () => undefined } });
}

const aStep = (identifier: string, type: string, spec: string): string =>
  `              - step: { identifier: ${identifier}, name: ${identifier}, type: ${type}, spec: ${spec} }\n`;

function stepsIn({ plan }: Planned): readonly StepNode[] {
  return plan === undefined ? [] : [...stepsOf(plan.pipeline)];
}

const SCRIPT = '{ shell: Bash, source: { type: Harness, spec: { file: account:/ask.sh } } }';

test('a script of the file store stands in the plan, with what is known filled in', () => {
  const text = 'echo <+stage.variables.who>';
  const [ask] = stepsIn(planned(aStep('ask', 'ShellScript', SCRIPT), [{ path: 'ask.sh', text }]));
  expect(ask?.spec['source']).toEqual({ type: 'Inline', spec: { script: 'echo the board' } });
});

test('a script that is not in the project is missed before anything starts', () => {
  expect(planned(aStep('ask', 'ShellScript', SCRIPT)).diagnostics).toMatchObject([
    { code: 'missing-file', position: { file: 'p.yaml' } },
  ]);
});

test('steps of one barrier meet under one key', () => {
  const steps = ['one', 'other'].map((name) => aStep(name, 'Barrier', '{ barrierRef: ready }'));
  const keys = stepsIn(planned(steps.join(''))).map(({ meets }) => meets);
  expect(keys).toEqual(['barrier ready', 'barrier ready']);
});

test('a barrier that the pipeline does not have is named with the nearest', () => {
  const { diagnostics } = planned(aStep('one', 'Barrier', '{ barrierRef: reddy }'));
  expect(diagnostics).toMatchObject([
    { code: 'unknown-entity', hint: 'Did you mean "ready"?', severity: 'error' },
  ]);
});

test('a rollback waits at no barrier', () => {
  const rollback = `            rollbackSteps:\n${aStep('back', 'Barrier', '{ barrierRef: ready }')}`;
  const { diagnostics } = planned(aStep('one', 'Wait', '{ duration: 1m }'), [], rollback);
  expect(diagnostics).toMatchObject([{ code: 'unsupported-step' }]);
});

test('names that only the step knows are left to it, and no others', () => {
  const spec = (assertion: string): string =>
    `{ url: "http://127.0.0.1", method: GET, assertion: '${assertion}' }`;
  const assertion = '<+httpResponseCode> == 200 && "<+stage.variables.who>" != ""';
  const [call] = stepsIn(planned(aStep('call', 'Http', spec(assertion))));
  expect(call?.spec['assertion']).toContain('httpResponseCode');
  expect(call?.spec['assertion']).toContain('the board');
  const wrong = planned(aStep('call', 'Http', spec('<+httpResponseCod> == 200')));
  expect(wrong.diagnostics).toMatchObject([{ code: 'unresolved-expression' }]);
});

test('a wait may take as long as it says', () => {
  const [wait] = stepsIn(planned(aStep('one', 'Wait', '{ duration: 3d }')));
  expect(wait?.timeoutMs).toBeGreaterThan(3 * 86_400_000);
});

const SAYS = (value: string): string =>
  `{ shell: Bash, source: { type: Inline, spec: { script: echo } }, environmentVariables: [{ name: region, type: String, value: ${JSON.stringify(value)} }] }`;
const ASKED = '<+input>.allowedValues(eu,us,<+stage.variables.who>).default(eu).executionInput()';

test('what a step asks for while the run is under way stands in the plan, with what may be given', () => {
  const [ask] = stepsIn(planned(aStep('ask', 'ShellScript', SAYS(ASKED))));
  expect(ask?.asks).toEqual([
    {
      id: 'input1',
      name: 'environmentVariables.region.value',
      isRequired: true,
      default: 'eu',
      allowed: { values: ['eu', 'us', 'the board'], many: false },
    },
  ]);
  expect(ask?.spec['environmentVariables']).toMatchObject([{ value: '<+executionInput.input1>' }]);
});

test('no step of a rollback asks anybody: a way back waits for no answer', () => {
  const rollback = `            rollbackSteps:\n${aStep('back', 'ShellScript', SAYS(ASKED))}`;
  expect(planned(aStep('one', 'Wait', '{ duration: 1m }'), [], rollback).diagnostics).toMatchObject(
    [{ code: 'unbound-input', message: expect.stringContaining('no step of a rollback') }],
  );
});

test('what an input allows must be known before the run', () => {
  const late = '<+input>.allowedValues(<+execution.steps.one.output.x>).executionInput()';
  const steps = aStep('one', 'Wait', '{ duration: 1m }') + aStep('ask', 'ShellScript', SAYS(late));
  expect(planned(steps).diagnostics).toMatchObject([{ code: 'unsupported-expression' }]);
});
