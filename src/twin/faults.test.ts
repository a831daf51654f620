// Injected faults: they hit what they name, as often as they say, before anything else happens.
import { expect, test } from 'vitest';
import { twinBench } from '../../tests/twin-bench.ts';
import {
  BLUE,
  forward,
  GREEN,
  LIVE_GROUP,
  LOAD_BALANCER,
  PROD_RULE,
} from '../../tests/twin-world.ts';
import type { Fault } from './fault.ts';

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

test('a read told to be stale answers what was before the last write, so often or so long', async () => {
  const { twin, clock } = twinBench();
  twin.elbv2.modifyRule({ RuleArn: PROD_RULE, Actions: [forward({ [GREEN]: 1 })] });
  await clock.advance(60_000);
  const groups = (): string => JSON.stringify(twin.elbv2.describeRules({ RuleArns: [PROD_RULE] }));
  twin.inject({ kind: 'stale-read', operation: '*', times: 2 });
  expect([groups(), groups(), groups()].map((said) => said.includes(BLUE))).toEqual([
    true,
    true,
    false,
  ]);
  twin.inject({ kind: 'stale-read', operation: 'DescribeRules', forMs: 30_000 });
  expect(groups()).toContain(BLUE);
  await clock.advance(29_999);
  expect(groups()).toContain(BLUE);
  await clock.advance(1);
  expect(groups()).not.toContain(BLUE);
  expect(twin.faults()).toEqual([]);
});

test('a call that hangs never answers its caller in this process either, before or after its effect', () => {
  const { twin } = twinBench();
  const write = () =>
    twin.elbv2.modifyRule({ RuleArn: PROD_RULE, Actions: [forward({ [GREEN]: 1 })] });
  const greens = () =>
    (twin.inspect()['rules'] as { weights: Record<string, number> }[])[0]?.weights[GREEN];
  for (const [when, weight] of [
    ['before', 0],
    ['after', 1],
  ] as const) {
    twin.inject({ kind: 'hang', service: 'elbv2', operation: 'ModifyRule', times: 1, when });
    expect(write).toThrow(expect.objectContaining({ code: 'AnswerHeld', httpStatus: 0 }));
    expect(greens()).toBe(weight);
  }
});

test('of a share of the instances the checks fail, with the status that was asked for', async () => {
  const { twin, clock, reasons } = twinBench();
  twin.inject({ kind: 'failing-health', groupId: 'shop', share: 0.5, status: 503 });
  await clock.advance(90_000);
  expect(reasons(BLUE)).toEqual(['healthy', 'unhealthy Target.ResponseCodeMismatch']);
  expect(JSON.stringify(twin.elbv2.describeTargetHealth({ TargetGroupArn: BLUE }))).toContain(
    '[503]',
  );
});

test('a partial shortage gives so many instances and then none', async () => {
  const { twin, clock, health } = twinBench();
  twin.inject({ kind: 'shortage', groupId: 'shop', fulfilled: 1 });
  twin.spot.capacity(LIVE_GROUP, { minimum: 1, target: 4, maximum: 4 });
  await clock.advance(600_000);
  expect(health(LIVE_GROUP)).toHaveLength(3);
  expect(twin.faults()).toEqual([{ kind: 'shortage', groupId: LIVE_GROUP, fulfilled: 0 }]);
  twin.clearFaults();
  await clock.advance(120_000);
  expect(health(LIVE_GROUP)).toHaveLength(4);
});

test('instances that boot slowly are registered so much later', async () => {
  const seconds = async (extraMs: number): Promise<number> => {
    const { twin, clock, states } = twinBench();
    if (extraMs > 0) twin.inject({ kind: 'slow-boot', groupId: LIVE_GROUP, extraMs });
    twin.spot.capacity(LIVE_GROUP, { minimum: 1, target: 3, maximum: 4 });
    let passed = 0;
    for (; states(BLUE).length < 3; passed++) await clock.advance(1_000);
    return passed;
  };
  expect((await seconds(600_000)) - (await seconds(0))).toBe(600);
});

test.each([
  [120_000, 2, 3],
  [undefined, 2, 2],
])('an instance whose registration is lost for %s ms', async (lateMs, before, after) => {
  const { twin, clock, states } = twinBench();
  twin.inject({ kind: 'registration-lost', groupId: LIVE_GROUP, lateMs });
  twin.spot.capacity(LIVE_GROUP, { minimum: 1, target: 3, maximum: 4 });
  await clock.advance(119_000);
  expect(states(BLUE)).toHaveLength(before);
  await clock.advance(121_000);
  expect(states(BLUE)).toHaveLength(after);
});

test('another hand scales a group and takes a target out', async () => {
  const { twin, clock, states } = twinBench();
  twin.inject({ kind: 'target-deregistered', targetGroupArn: 'blue' });
  expect(states(BLUE)).toEqual(['draining', 'healthy']);
  twin.inject({
    kind: 'group-edited',
    groupId: 'shop',
    change: { capacity: { target: 3 }, description: 'by hand' },
  });
  expect(twin.spot.read(LIVE_GROUP)).toMatchObject([
    { capacity: { minimum: 2, target: 3 }, description: 'by hand' },
  ]);
  await clock.advance(300_000);
  expect(states(BLUE)).toHaveLength(2);
  expect(twin.inspect()).toMatchObject({ calls: { 'spot.read': 1 } });
});

test('rules are named by port and priority, weights by the names of target groups', () => {
  const { twin } = twinBench();
  twin.inject({ kind: 'rule-edited', ruleArn: '80/10', weights: { blue: 20, green: 80 } });
  expect(twin.inspect()).toMatchObject({ rules: [{ weights: { [BLUE]: 20, [GREEN]: 80 } }, {}] });
});

test.each<[Fault, string]>([
  [
    { kind: 'rule-edited', ruleArn: '80/11', weights: { blue: 1 } },
    `There is no rule '80/11'. Did you mean "80/10"?`,
  ],
  [
    { kind: 'rule-edited', ruleArn: '80/10', weights: { bleu: 1 } },
    `There is no target group 'bleu'. Did you mean "blue"?`,
  ],
  [{ kind: 'shortage', groupId: 'shp' }, `There is no Elastigroup 'shp'. Did you mean "shop"?`],
  [
    { kind: 'target-deregistered', targetGroupArn: 'green' },
    'Target group green has not got any instance. Registered there: none.',
  ],
  [
    { kind: 'group-edited', groupId: 'shop', change: { capacity: { target: 9 } } },
    'capacity must have minimum <= target <= maximum',
  ],
])('what a fault names must be there: %j', (fault, message) => {
  const { twin } = twinBench();
  expect(() => twin.inject(fault)).toThrow(message);
  expect(twin.faults()).toEqual([]);
});

test('metrics come later or not at all, for the target group and the metric that are named', async () => {
  const { twin, clock } = twinBench();
  for (let minute = 0; minute < 12; minute++) {
    twin.recordRequest({
      loadBalancerArn: LOAD_BALANCER,
      targetGroupArn: BLUE,
      targetStatus: 200,
      status: 200,
      durationMs: 5,
    });
    await clock.advance(60_000);
  }
  const points = (): number => {
    const end = clock.now() / 1_000;
    const answer = twin.cloudWatch.getMetricData({
      StartTime: end - 3_600,
      EndTime: end,
      MetricDataQueries: [{ Id: 'm', MetricStat: requestCountOfBlue }],
    });
    const [result] = answer['MetricDataResults'] as { Values: number[] }[];
    return result?.Values.length ?? -1;
  };
  const before = points();
  expect(before).toBeGreaterThanOrEqual(10);
  twin.inject({ kind: 'metrics-late', targetGroupArn: 'green', extraMs: 300_000 });
  expect(points()).toBe(before);
  twin.inject({ kind: 'metrics-late', targetGroupArn: 'blue', extraMs: 300_000 });
  expect(points()).toBe(before - 5);
  twin.inject({ kind: 'metrics-missing', metric: 'TargetResponseTime' });
  expect(points()).toBe(before - 5);
  twin.inject({ kind: 'metrics-missing', metric: 'RequestCount' });
  expect(points()).toBe(0);
});

test('a thousand faults are enough', () => {
  const { twin } = twinBench();
  for (let each = 0; each < 1_000; each++) twin.inject({ kind: 'clock-jump', byMs: 0 });
  expect(() => twin.inject({ kind: 'clock-jump', byMs: 0 })).toThrow('Clear them first');
  twin.clearFaults();
  twin.inject({ kind: 'clock-jump', byMs: 0 });
  expect(twin.faults()).toHaveLength(1);
});

const requestCountOfBlue = {
  Metric: {
    Namespace: 'AWS/ApplicationELB',
    MetricName: 'RequestCount',
    Dimensions: [
      { Name: 'LoadBalancer', Value: LOAD_BALANCER.split('loadbalancer/')[1] ?? '' },
      { Name: 'TargetGroup', Value: BLUE.split(':').at(-1) ?? '' },
    ],
  },
  Period: 60,
  Stat: 'Sum',
};
