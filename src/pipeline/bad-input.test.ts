// What an author can get wrong: each mistake is named with its code and exact place.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from './diagnostic.ts';
import { readProject } from './read-project.ts';

const good = readFileSync(join(import.meta.dirname, 'fixtures/pipeline.yaml'), 'utf8');

interface Mistake {
  readonly when: string;
  /** A text of the good pipeline, and what stands there instead. */
  readonly change: readonly [from: string, to: string];
  readonly code: Diagnostic['code'];
  /** What the line that the diagnostic points at holds. */
  readonly at: string;
  readonly hint?: string;
  readonly severity?: 'warning';
}

const mistakes: readonly Mistake[] = [
  {
    when: 'a bracket stays open',
    change: ['weight: [50, 100]', 'weight: [50, 100'],
    code: 'yaml-syntax',
    at: 'maxConcurrency',
  },
  {
    when: 'a key stands twice',
    change: ['timeout: 15m', 'timeout: 15m\n                  timeout: 16m'],
    code: 'yaml-duplicate-key',
    at: 'timeout: 16m',
  },
  {
    when: 'an alias is used',
    change: ['tags: {}', 'tags: &a {}\n  description: *a'],
    code: 'yaml-syntax',
    at: '*a',
  },
  {
    when: 'a field is missing',
    change: ['            serviceRef: web_service', '            {}'],
    code: 'missing-field',
    at: 'service:',
  },
  {
    when: 'a runner is selected by something else than its labels',
    change: ['tags: {}', 'delegateSelectors: prod'],
    code: 'wrong-type',
    at: 'delegateSelectors: prod',
  },
  {
    when: 'a Deployment stage has no way back',
    change: ['rollbackSteps:', 'rollbackStep:'],
    code: 'missing-field',
    at: 'execution:',
    severity: 'warning',
  },
  {
    when: 'a step has no name',
    change: ['name: Set up', 'description: Set up'],
    code: 'missing-field',
    at: 'step:',
    hint: 'Add "name".',
  },
  {
    when: 'a Deployment stage has no failure strategies',
    change: [
      '        failureStrategies:\n          - onFailure',
      '        tags:\n          - onFailure',
    ],
    code: 'missing-field',
    at: 'stage:',
  },
  {
    when: 'a mapping stands where a text belongs',
    change: ['timeout: 15m', 'timeout: {a: 1}'],
    code: 'wrong-type',
    at: 'timeout:',
  },
  {
    when: 'a key is mistyped',
    change: ['timeout: 15m', 'timout: 15m'],
    code: 'unknown-field',
    at: 'timout',
    hint: 'Did you mean "timeout"?',
    severity: 'warning',
  },
  {
    when: 'a key of a spec is mistyped',
    change: ['approvalMessage', 'aprovalMessage'],
    code: 'unknown-field',
    at: 'aprovalMessage',
    hint: 'Did you mean "approvalMessage"?',
    severity: 'warning',
  },
  {
    when: 'the type of a step is mistyped',
    change: ['type: ElastigroupRollback', 'type: ElastigroupRolback'],
    code: 'unsupported-step',
    at: 'ElastigroupRolback',
    hint: 'Did you mean "ElastigroupRollback"?',
  },
  {
    when: 'a step type of Harness is not supported yet',
    change: ['type: ElastigroupRollback', 'type: K8sRollingDeploy'],
    code: 'foreign-step',
    at: 'K8sRollingDeploy',
    hint: 'Do it in a ShellScript step, or leave the step out.',
  },
  {
    when: 'an Elastigroup step stands outside a Deployment stage',
    change: ['type: Deployment', 'type: Custom'],
    code: 'unsupported-step',
    at: 'type: ElastigroupBGStageSetup',
  },
  {
    when: 'two steps of one level have the same identifier',
    change: ['identifier: tell', 'identifier: set_up'],
    code: 'duplicate-identifier',
    at: 'identifier: set_up',
  },
  {
    when: 'an identifier has a space',
    change: ['identifier: warm', 'identifier: warm it'],
    code: 'wrong-value',
    at: 'warm it',
  },
  {
    when: 'the weight is quoted',
    change: ['weightPercentage: <+matrix.weight>', 'weightPercentage: "50"'],
    code: 'wrong-value',
    at: 'weightPercentage',
    hint: 'Write a whole number from 0 to 100 or an expression.',
  },
  {
    when: 'the weight is above 100',
    change: ['weightPercentage: <+matrix.weight>', 'weightPercentage: 150'],
    code: 'wrong-value',
    at: 'weightPercentage',
  },
  {
    when: 'the kind of shift has the wrong case',
    change: ['type: Inherit', 'type: inherit'],
    code: 'wrong-value',
    at: 'inherit',
    hint: 'Did you mean "Inherit"?',
  },
  {
    when: 'the port is a number',
    change: ['prodListenerPort: "443"', 'prodListenerPort: 443'],
    code: 'wrong-value',
    at: 'prodListenerPort',
  },
  {
    when: 'the stage target group is missing',
    change: ['stageTargetGroupArn:', 'stageListenerRuleArn:'],
    code: 'missing-field',
    at: 'spec:',
  },
  {
    when: 'the load balancer shall swap rules instead of shifting',
    change: [
      'isTrafficShift: true\n                          stageTargetGroupArn:',
      'isTrafficShift: false\n                          stageListenerRuleArn:',
    ],
    code: 'unsupported-field',
    at: 'isTrafficShift',
  },
  {
    when: 'the minimum of instances is above the maximum',
    change: ['min: 1', 'min: 3'],
    code: 'wrong-value',
    at: 'spec:',
  },
  {
    when: 'a script is for PowerShell',
    change: ['shell: Bash', 'shell: PowerShell'],
    code: 'unsupported-field',
    at: 'PowerShell',
    hint: 'Only Bash is supported, since nothing else is there on every machine: write the script for Bash, or let it call pwsh.',
  },
  {
    when: 'a script shall run on another host',
    change: ['shell: Bash', 'shell: Bash\n                        executionTarget: {host: a}'],
    code: 'unsupported-field',
    at: 'executionTarget',
  },
  {
    when: 'a script in the file store names no file',
    change: ['type: Inline', 'type: Harness'],
    code: 'missing-field',
    at: 'spec:',
  },
  {
    when: 'a matrix has no axis',
    change: ['weight: [50, 100]', 'exclude: []'],
    code: 'missing-field',
    at: 'matrix',
  },
  {
    when: 'a stage is of another type',
    change: ['type: Deployment', 'type: CI'],
    code: 'unsupported-stage',
    at: 'type: CI',
  },
  {
    when: 'the deployment is of another type',
    change: ['deploymentType: Elastigroup', 'deploymentType: Kubernetes'],
    code: 'unsupported-stage',
    at: 'Kubernetes',
  },
  {
    when: 'several services are deployed',
    change: [
      'deploymentType: Elastigroup',
      'deploymentType: Elastigroup\n          services: {values: []}',
    ],
    code: 'unsupported-field',
    at: 'services:',
  },
  {
    when: 'a step group has rollback steps, which nothing would run',
    change: ['stepGroup:', 'stepGroup:\n                  rollbackSteps: [{step: {}}]'],
    code: 'unsupported-field',
    at: 'rollbackSteps',
  },
  {
    when: 'a step comes from a template that is not there',
    change: [
      'identifier: tell',
      'identifier: tell\n                      template: {templateRef: t}',
    ],
    code: 'unknown-entity',
    at: 't}',
  },
  {
    when: 'AllErrors is not alone',
    change: ['- AllErrors', '- AllErrors\n                - Timeout'],
    code: 'failure-strategy',
    at: 'errors:',
  },
  {
    when: 'an error type is mistyped',
    change: ['- AllErrors', '- AllError'],
    code: 'wrong-value',
    at: 'AllError',
    hint: 'Did you mean "AllErrors"?',
  },
  {
    when: 'retries end in another retry',
    change: [
      'type: StageRollback\n                  steps',
      'type: Retry\n                  steps',
    ],
    code: 'failure-strategy',
    at: 'type: Retry',
  },
  {
    when: 'a retry interval is no duration',
    change: ['retryIntervals: [10s]', 'retryIntervals: [soon]'],
    code: 'failure-strategy',
    at: 'soon',
  },
  {
    when: 'a rollback step starts a rollback',
    change: [
      '                  spec: {}',
      '                  spec: {}\n                  failureStrategies: [{onFailure: {errors: [Timeout], action: {type: StageRollback}}}]',
    ],
    code: 'failure-strategy',
    at: 'failureStrategies: [',
  },
  {
    when: 'a condition names an unknown status',
    change: ['stageStatus: Success', 'stageStatus: Sucess'],
    code: 'wrong-value',
    at: 'Sucess',
    hint: 'Did you mean "Success"?',
  },
  {
    when: 'a key has the name of an inherited property',
    change: ['tags: {}', 'constructor: {}'],
    code: 'unknown-field',
    at: 'constructor',
    severity: 'warning',
  },
];

describe('the author is told', () => {
  test.each(mistakes)('when $when', ({ change, code, at, hint, severity }) => {
    const { diagnostics, lineAt } = readChanged(change);
    const named = diagnostics.filter((diagnostic) => diagnostic.code === code);
    const found = named.find((diagnostic) => lineAt(diagnostic).includes(at));
    expect(found, JSON.stringify(diagnostics, null, 1)).toBeDefined();
    expect(found?.severity).toBe(severity ?? 'error');
    if (hint !== undefined) expect(found?.hint).toBe(hint);
  });

  test('of a classic swap once, not also of what a shift would need', () => {
    const { diagnostics } = readChanged([
      'isTrafficShift: true\n                          stageTargetGroupArn:',
      'isTrafficShift: false\n                          stageListenerRuleArn:',
    ]);
    expect(diagnostics.map(({ code }) => code)).toEqual(['unsupported-field']);
  });

  test('of all mistakes at once, in the order of the file', () => {
    const text = good
      .replace('timeout: 15m', 'timout: 15m')
      .replace('min: 1', 'min: one')
      .replace('identifier: tell', 'identifier: warm')
      .replace('type: ElastigroupRollback', 'type: Nothing');
    const { diagnostics } = readProject([{ path: 'pipeline.yaml', text }], []);
    expect(diagnostics.map(({ code }) => code)).toEqual([
      'unknown-field',
      'wrong-value',
      'duplicate-identifier',
      'unsupported-step',
    ]);
  });

  test.each([
    ['nothing', ''],
    ['a list', '- a'],
    ['an empty pipeline', 'pipeline:'],
    ['a number for a pipeline', 'pipeline: 3'],
    ['a list for a pipeline', 'pipeline: []'],
    ['a number of stages', 'pipeline: {stages: 1}'],
    ['empty elements', 'pipeline: {stages: [{stage: {spec: {execution: {steps: [{}, null]}}}}]}'],
    ['a binary file', '\0'],
    ['an endless nesting', `pipeline: ${'['.repeat(20_000)}`],
  ])('something, but nothing is thrown, of %s', (_, text) => {
    const read = (): unknown =>
      readProject([{ path: 'a.yaml', text }], [{ by: 'set', path: 'pipeline.a', value: '1' }]);
    expect(read).not.toThrow();
  });
});

function readChanged([from, to]: readonly [string, string]) {
  expect(good, 'the good pipeline holds what the mistake changes').toContain(from);
  const text = good.replace(from, to);
  const { diagnostics } = readProject([{ path: 'pipeline.yaml', text }], []);
  const lines = text.split('\n');
  const lineAt = ({ position }: Diagnostic): string => lines[(position?.line ?? 0) - 1] ?? '';
  return { diagnostics, lineAt };
}
