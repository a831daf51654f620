// The specs of the steps around a deployment: what fits, what is refused and why, and how it comes out.
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../lib/json.ts';
import {
  checkPlannedSpec,
  checkWrittenSpec,
  defaultTimeoutOf,
  ownNamesOf,
  parseRenderedSpec,
} from './step-types.ts';

describe('a duration', () => {
  test.each([
    ['10m', 600_000],
    ['1d 2h', 93_600_000],
    ['250ms', 250],
    ['1s', 1_000],
  ])('%s comes out as %d ms', (duration, ms) => {
    expect(parseRenderedSpec('Wait', { duration })).toMatchObject({ spec: { duration: ms } });
  });

  test.each(['0s', '0ms', '10', 'soon', '', '10sXYZ', '-5m'])('%j is refused', (duration) => {
    expect(checkWrittenSpec('Wait', { duration })).toMatchObject([{ code: 'wrong-value' }]);
  });

  test('may be an expression until it is rendered', () => {
    const spec = { duration: '<+stage.variables.pause>' };
    expect([checkWrittenSpec('Wait', spec), checkPlannedSpec('Wait', spec)]).toEqual([[], []]);
    expect(parseRenderedSpec('Wait', spec).status).toBe('invalid');
  });
});

const HTTP: JsonObject = { url: 'https://example.com', method: 'GET' };

describe('a request', () => {
  test('comes out with all defaults', () => {
    expect(parseRenderedSpec('Http', HTTP)).toMatchObject({
      spec: { headers: [], requestBody: '', assertion: '', outputVariables: [] },
    });
  });

  test('keeps the expressions that only its answer fills in', () => {
    const assertion = '<+httpResponseCode> == 200';
    expect(parseRenderedSpec('Http', { ...HTTP, assertion })).toMatchObject({
      spec: { assertion },
    });
    expect(ownNamesOf('Http')).toContain('httpResponseCode');
  });

  test.each([
    ['a method that is none', { method: 'FETCH' }, 'wrong-value'],
    ['no URL', { url: ' ' }, 'wrong-value'],
    ['a client certificate', { certificate: '<+secrets.getValue("c")>' }, 'unsupported-field'],
    ['input variables', { inputVariables: [{ name: 'a' }] }, 'unsupported-field'],
    ['a mistyped field', { assertoin: 'true' }, 'unknown-field'],
  ])('with %s is told of it', (_what, changes, code) => {
    expect(checkWrittenSpec('Http', { ...HTTP, ...changes })).toMatchObject([{ code }]);
  });
});

describe('a mail', () => {
  test('needs somebody to go to', () => {
    expect(checkWrittenSpec('Email', { subject: 'Done' })).toMatchObject([
      { code: 'missing-field', hint: 'Write to: or toUserGroups:.' },
    ]);
    expect(checkWrittenSpec('Email', { subject: 'Done', toUserGroups: ['ops'] })).toEqual([]);
  });
});

test('a queue has one of two scopes', () => {
  expect(checkWrittenSpec('Queue', { key: 'db', scope: 'Step' })).toMatchObject([
    { code: 'wrong-value', path: ['scope'] },
  ]);
});

const APPROVAL: JsonObject = {
  shell: 'Bash',
  source: { type: 'Harness', spec: { file: '/ask.sh' } },
  retryInterval: '1m',
  scriptTimeout: '30s',
  approvalCriteria: { type: 'Jexl', spec: { expression: '<+output.state> == "yes"' } },
};

describe('an approval by a script', () => {
  test('fits with its script in the file store, and takes a day when it says nothing', () => {
    expect(checkWrittenSpec('CustomApproval', APPROVAL)).toEqual([]);
    expect(defaultTimeoutOf('CustomApproval')).toBe(86_400_000);
  });

  test('compares output variables by one of four operators', () => {
    const condition = { key: 'state', operator: 'is', value: 'yes' };
    const approvalCriteria = { type: 'KeyValues', spec: { conditions: [condition] } };
    expect(checkWrittenSpec('CustomApproval', { ...APPROVAL, approvalCriteria })).toMatchObject([
      { code: 'wrong-value', path: ['approvalCriteria', 'spec', 'conditions', 0, 'operator'] },
    ]);
  });
});
