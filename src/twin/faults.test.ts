// Injected faults: they hit what they name, as often as they say, before anything else happens.
import { expect, test } from 'vitest';
import { twinBench } from '../../tests/twin-bench.ts';
import { BLUE, forward, GREEN, PROD_RULE } from '../../tests/twin-world.ts';

test('a fault hits its operation so many times and then no more', () => {
  const { twin } = twinBench();
  twin.inject({
    kind: 'error',
    service: 'elbv2',
    operation: 'DescribeRules',
    times: 2,
    httpStatus: 500,
    code: 'InternalFailure',
  });
  const read = () => twin.elbv2.describeRules({ RuleArns: [PROD_RULE] });
  twin.elbv2.describeLoadBalancers({});
  for (let call = 0; call < 2; call++) {
    expect(read).toThrow(expect.objectContaining({ code: 'InternalFailure', httpStatus: 500 }));
  }
  expect(read).not.toThrow();
});

test('a write whose answer is lost before has no effect, after it has', () => {
  const { twin } = twinBench();
  const lost = { kind: 'answer-lost', service: 'elbv2', operation: '*', times: 1 } as const;
  const write = () =>
    twin.elbv2.modifyRule({ RuleArn: PROD_RULE, Actions: [forward({ [BLUE]: 1, [GREEN]: 9 })] });
  const weight = () =>
    (twin.inspect()['rules'] as { weights: Record<string, number> }[])[0]?.weights[GREEN];
  twin.inject({ ...lost, when: 'before' });
  expect(write).toThrow(expect.objectContaining({ code: 'AnswerLost' }));
  expect(weight()).toBe(0);
  twin.inject({ ...lost, when: 'after' });
  expect(write).toThrow(expect.objectContaining({ code: 'AnswerLost' }));
  expect(weight()).toBe(9);
});

test('another hand edits a rule', () => {
  const { twin } = twinBench();
  twin.inject({ kind: 'rule-edited', ruleArn: PROD_RULE, actions: [forward({ [GREEN]: 1 })] });
  expect(twin.inspect()).toMatchObject({ rules: [{ weights: { [GREEN]: 1 } }, {}], calls: {} });
});

test('the world counts calls and lists what is injected', () => {
  const { twin } = twinBench();
  twin.inject({ kind: 'throttle', service: 'spot', operation: 'list', times: 2 });
  expect(() => twin.spot.list({})).toThrow('Rate limit exceeded');
  expect(twin.inspect()).toMatchObject({
    calls: { 'spot.list': 1 },
    faults: [{ kind: 'throttle', operation: 'list', times: 1 }],
  });
});
