// Every rule for failure strategies of one level, by what the author is told.
import { expect, test } from 'vitest';
import { readProject } from './read-project.ts';

function toldOf(...strategies: readonly string[]): readonly string[] {
  const text = `pipeline:
  identifier: p
  name: p
  projectIdentifier: x
  orgIdentifier: y
  stages:
    - stage:
        identifier: s
        name: s
        type: Custom
        failureStrategies:
${strategies.map((each) => `          - onFailure: ${each}\n`).join('')}
        spec:
          execution:
            steps:
              - step:
                  identifier: a
                  name: a
                  type: ShellScript
                  spec: {shell: Bash, source: {type: Inline, spec: {script: "true"}}}
`;
  const { diagnostics } = readProject([{ path: 'p.yaml', text }], []);
  return diagnostics.map(({ code, severity, message }) => `${severity} ${code}: ${message}`);
}

const on = (errors: string, action: string): string => `{errors: [${errors}], action: {${action}}}`;
const onAll = (action: string): string => on('AllErrors', action);
const retry = (more: string): string => `type: Retry, spec: {retryIntervals: [10s], ${more}}`;
const then = (type: string): string => `onRetryFailure: {action: {type: ${type}}}`;
const intervene = (timeout: string, type: string): string =>
  `type: ManualIntervention, spec: {timeout: ${timeout}, onTimeout: {action: {type: ${type}}}}`;

test.each([
  onAll('type: Ignore'),
  onAll('type: MarkAsSuccess'),
  onAll('type: MarkAsFailure'),
  onAll('type: Abort'),
  onAll('type: StageRollback'),
  onAll('type: PipelineRollback'),
  onAll('type: PipelineRollback, spec: {failAll: true}'),
  onAll(retry(`retryCount: 2, ${then('MarkAsFailure')}`)),
  onAll(retry(`retryCount: 2, condition: <+step.retryCount> < 2, ${then('Ignore')}`)),
  onAll(retry(`retryCount: 1, onRetryFailure: {action: {${intervene('1h', 'StageRollback')}}}`)),
  onAll(intervene('1d', 'PipelineRollback')),
  onAll('type: RetryStepGroup, spec: {retryCount: 1, retryIntervals: [1m]}'),
])('%s is understood', (strategy) => {
  expect(toldOf(strategy)).toEqual([]);
});

test.each([
  ['AllErrors, Timeout', 'AllErrors must stand alone in its list.'],
  ['AllError', '"AllError" is no error type of failure strategies.'],
])('the errors [%s] are refused', (errors, message) => {
  expect(toldOf(on(errors, 'type: Ignore'))).toContainEqual(expect.stringContaining(message));
});

test.each([
  ['Retry', `retryCount: 1, ${then('Retry')}`],
  ['ProceedWithDefaultValues', `retryCount: 1, ${then('ProceedWithDefaultValues')}`],
  ['RetryStepGroup', `retryCount: 1, ${then('RetryStepGroup')}`],
])('after the last retry there is no %s', (type, spec) => {
  expect(toldOf(onAll(retry(spec)))).toEqual([
    `error failure-strategy: The action after the last retry cannot be ${type}.`,
  ]);
});

test.each(['Retry', 'ManualIntervention', 'ProceedWithDefaultValues', 'RetryStepGroup'])(
  'when nobody has intervened there is no %s',
  (type) => {
    expect(toldOf(onAll(intervene('1h', type)))).toEqual([
      `error failure-strategy: The action when nobody has intervened in time cannot be ${type}.`,
    ]);
  },
);

test.each([
  ['retryCount: <+pipeline.name>', 'retryCount must be a fixed number from 1 to 100.'],
  ['retryCount: 0', 'retryCount must be a fixed number from 1 to 100.'],
])('%s is no fixed count', (count, message) => {
  expect(toldOf(onAll(retry(`${count}, ${then('Ignore')}`)))).toEqual([
    `error failure-strategy: ${message}`,
  ]);
});

test('intervals and time-outs are fixed durations', () => {
  const spec = `retryCount: 1, ${then('Ignore')}`;
  const late = onAll(retry(spec).replace('10s', '<+stage.name>'));
  expect(toldOf(late)).toEqual([
    'error failure-strategy: A retry interval must be a fixed duration.',
  ]);
  expect(toldOf(onAll(intervene('soon', 'Ignore')))).toEqual([
    'error failure-strategy: The timeout of a ManualIntervention must be a fixed duration.',
  ]);
});

test.each([
  ['type: Retry', 'spec'],
  ['type: Retry, spec: {retryCount: 1, retryIntervals: []}', 'onRetryFailure'],
  ['type: ManualIntervention, spec: {timeout: 1h}', 'onTimeout'],
  ['type: RetryStepGroup, spec: {retryCount: 1}', 'retryIntervals'],
])('%s lacks its %s', (action, key) => {
  const [told] = toldOf(onAll(action));
  expect(told).toContain(`error missing-field: The field "${key}"`);
});

test('one level has one AllErrors, and one action for each error', () => {
  expect(toldOf(onAll('type: Ignore'), onAll('type: Abort'))).toEqual([
    'error failure-strategy: Only one failure strategy of a level may have AllErrors.',
  ]);
  const different = [on('Timeout', 'type: Ignore'), on('Timeout', 'type: Abort')];
  expect(toldOf(...different)).toEqual([
    'error failure-strategy: Timeout has two different actions here: Ignore and Abort.',
  ]);
  const equal = [on('Timeout', 'type: Ignore'), on('Timeout', 'type: Ignore')];
  expect(toldOf(...equal)).toEqual([]);
});

test('ProceedWithDefaultValues answers InputTimeoutError and nothing else', () => {
  expect(toldOf(on('InputTimeoutError', 'type: ProceedWithDefaultValues'))).toEqual([]);
  expect(toldOf(onAll('type: ProceedWithDefaultValues'))).toEqual([
    'error failure-strategy: ProceedWithDefaultValues is an answer to InputTimeoutError only.',
  ]);
});

test('StepGroupRollback is told to roll the stage back', () => {
  const [told] = toldOf(onAll('type: StepGroupRollback'));
  expect(told).toContain('warning failure-strategy: Step groups have no rollback steps');
});

test('failAll is true or false', () => {
  expect(toldOf(onAll('type: PipelineRollback, spec: {failAll: sometimes}'))).toEqual([
    'error wrong-type: Expected true or false here, but this is the text "sometimes".',
  ]);
});
