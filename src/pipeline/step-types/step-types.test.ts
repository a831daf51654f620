// One definition per step type, three modes: as written, as planned and as rendered.
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../lib/json.ts';
import { knownStepTypes } from './known-step-types.ts';
import {
  checkPlannedSpec,
  checkWrittenSpec,
  parseRenderedSpec,
  stepTypeNames,
} from './step-types.ts';

const shift = (weightPercentage: JsonObject[string]): JsonObject => ({
  elastigroupTrafficShiftWrapper: {
    type: 'Inherit',
    ...(weightPercentage === undefined ? {} : { spec: { weightPercentage } }),
  },
});

const standalone = (tuples: JsonObject[string]): JsonObject => ({
  elastigroupTrafficShiftWrapper: {
    type: 'Standalone',
    spec: {
      loadBalancer: 'front',
      listenerArn: 'arn:listener',
      listenerRuleArn: 'arn:rule',
      forwardTrafficConfig: tuples ?? null,
    },
  },
});

const approval: JsonObject = {
  includePipelineExecutionHistory: 'true',
  isAutoRejectEnabled: false,
  approverInputs: [],
  approvers: { userGroups: 'leads, ops', minimumCount: '2', disallowPipelineExecutor: 'false' },
};

test('every step type is one of Harness', () => {
  expect(stepTypeNames.filter((name) => !knownStepTypes.includes(name))).toEqual([]);
});

describe('a weight', () => {
  const type = 'ElastigroupBlueGreenTrafficShift';
  const cases = [
    // value, fits as written, as planned, as rendered
    [50, true, true, true],
    ['<+matrix.weight>', true, true, false],
    ['50', false, true, true],
    [150, false, false, false],
    ['150', false, false, false],
    [-1, false, false, false],
    [0.5, false, false, false],
    ['half', false, false, false],
    [true, false, false, false],
    [undefined, false, false, false],
  ] as const;

  test.each(cases)('%j fits as written: %s, planned: %s, rendered: %s', (value, ...fits) => {
    const spec = shift(value);
    expect([
      checkWrittenSpec(type, spec).length === 0,
      checkPlannedSpec(type, spec).length === 0,
      parseRenderedSpec(type, spec).status === 'ok',
    ]).toEqual(fits);
  });

  test('comes out as a number', () => {
    expect(parseRenderedSpec(type, shift('50'))).toEqual({ status: 'ok', spec: shift(50) });
  });

  test('is named with its path when it does not fit', () => {
    expect(parseRenderedSpec(type, shift(150))).toEqual({
      status: 'invalid',
      message:
        'spec.elastigroupTrafficShiftWrapper.spec.weightPercentage must be a whole number from 0 to 100, but is 150. Write a whole number from 0 to 100.',
    });
  });

  test.each([
    ['none', []],
    ['six', Array(6).fill({ targetGroupArn: 'arn:a', weight: 1 })],
    ['one above 999', [{ targetGroupArn: 'arn:a', weight: 1000 }]],
    ['one without a target group', [{ weight: 1 }]],
    ['one with a blank target group', [{ targetGroupArn: ' ', weight: 1 }]],
    ['a text', '<+stage.variables.all>'],
  ])('tuple list is refused with %s', (_, tuples) => {
    expect(checkWrittenSpec(type, standalone(tuples))).not.toEqual([]);
  });

  test('tuple list of a rule comes out with numbers', () => {
    const tuples = [
      { targetGroupArn: 'arn:a', weight: '30' },
      { targetGroupArn: 'arn:b', weight: 70 },
    ];
    const parsed = parseRenderedSpec(type, standalone(tuples));
    expect(JSON.stringify(parsed)).toContain('"weight":30');
  });
});

describe('an approval', () => {
  test('comes out with lists, numbers and defaults', () => {
    expect(parseRenderedSpec('HarnessApproval', approval)).toEqual({
      status: 'ok',
      spec: {
        approvalMessage: '',
        includePipelineExecutionHistory: true,
        approvers: {
          userGroups: ['leads', 'ops'],
          minimumCount: 2,
          disallowPipelineExecutor: false,
          disallowedUserEmails: [],
        },
        approverInputs: [],
        isAutoRejectEnabled: undefined,
      },
    });
  });

  test.each([
    ['isAutoRejectEnabled', true],
    ['autoApproval', { action: 'APPROVE' }],
    ['callbackId', 'x'],
  ])('that asks for %s is refused, not run without it', (key, value) => {
    const problems = checkWrittenSpec('HarnessApproval', {
      ...approval,
      approvers: { userGroups: ['ops'], minimumCount: 1, disallowPipelineExecutor: false },
      [key]: value,
    });
    expect(problems).toMatchObject([{ code: 'unsupported-field', path: [key] }]);
  });
});

describe('a script', () => {
  const script = (more: JsonObject): JsonObject => ({
    shell: 'Bash',
    source: { type: 'Inline', spec: { script: 'echo hi' } },
    ...more,
  });

  test('needs neither a target nor variables', () => {
    expect(parseRenderedSpec('ShellScript', script({}))).toEqual({
      status: 'ok',
      spec: { ...script({}), environmentVariables: [], outputVariables: [] },
    });
  });

  test('takes a number for the text of a variable once it is rendered', () => {
    const environmentVariables = [{ name: 'PORT', type: 'String', value: 80 }];
    const parsed = parseRenderedSpec('ShellScript', script({ environmentVariables }));
    expect(parsed).toMatchObject({ spec: { environmentVariables: [{ value: '80' }] } });
  });

  test('may give a secret to later steps', () => {
    const outputVariables = [{ name: 'token', type: 'Secret', value: 'TOKEN' }];
    expect(checkWrittenSpec('ShellScript', script({ outputVariables }))).toEqual([]);
  });
});

test('a field that nothing reads is a warning as written and left out as rendered', () => {
  const spec = { metadata: 'm', metdata: 'm' };
  expect(checkWrittenSpec('ElastigroupRollback', spec)).toMatchObject([
    { code: 'unknown-field', severity: 'warning', hint: 'Did you mean "metadata"?' },
  ]);
  expect(parseRenderedSpec('ElastigroupRollback', spec)).toEqual({
    status: 'ok',
    spec: { metadata: 'm' },
  });
});

test('the setup of a classic swap is refused even when its values come late', () => {
  const spec = {
    name: 'web',
    instances: { type: 'CurrentRunning' },
    connectedCloudProvider: { type: 'AWS', spec: { connectorRef: 'aws', region: 'eu-west-1' } },
    loadBalancers: [
      {
        type: 'AWSLoadBalancerConfig',
        spec: { loadBalancer: 'a', prodListenerPort: 80, prodListenerRuleArn: 'arn:rule' },
      },
    ],
  };
  const parsed = parseRenderedSpec('ElastigroupBGStageSetup', spec);
  expect(parsed).toMatchObject({
    status: 'invalid',
    message: expect.stringContaining('Only traffic shift is supported'),
  });
});
