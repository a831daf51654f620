// ELBv2 as AWS does it: normal forms, refusals, throttling, and reads that lag behind writes.
import { describe, expect, test } from 'vitest';
import { twinBench } from '../../../tests/twin-bench.ts';
import {
  BLUE,
  forward,
  GREEN,
  LISTENER,
  LOAD_BALANCER,
  PROD_RULE,
  SPARE,
  twinWorld,
} from '../../../tests/twin-world.ts';
import type { Json, JsonObject } from '../../lib/json.ts';
import type { Twin } from '../twin.ts';

function written(twin: Twin, ...actions: JsonObject[]): Json | undefined {
  const answer = twin.elbv2.modifyRule({ RuleArn: PROD_RULE, Actions: actions });
  return (answer['Rules'] as JsonObject[])[0]?.['Actions'];
}

describe('the normal form of a forward action', () => {
  test('one target group is answered twice, with weight 1 and stickiness off', () => {
    expect(written(twinBench().twin, { Type: 'forward', TargetGroupArn: BLUE })).toEqual([
      {
        Type: 'forward',
        TargetGroupArn: BLUE,
        ForwardConfig: {
          TargetGroups: [{ TargetGroupArn: BLUE, Weight: 1 }],
          TargetGroupStickinessConfig: { Enabled: false },
        },
      },
    ]);
  });

  test('several target groups have no TargetGroupArn; the order is kept and echoed when given', () => {
    const action = { ...forward({ [GREEN]: 10, [BLUE]: 0 }), Order: 1 };
    expect(written(twinBench().twin, action)).toEqual([
      {
        Type: 'forward',
        Order: 1,
        ForwardConfig: {
          TargetGroups: [
            { TargetGroupArn: GREEN, Weight: 10 },
            { TargetGroupArn: BLUE, Weight: 0 },
          ],
          TargetGroupStickinessConfig: { Enabled: false },
        },
      },
    ]);
  });

  test('a duration is answered only while stickiness is on', () => {
    const sticky = (TargetGroupStickinessConfig: JsonObject): JsonObject => ({
      Type: 'forward',
      ForwardConfig: {
        TargetGroups: [{ TargetGroupArn: BLUE }, { TargetGroupArn: GREEN }],
        TargetGroupStickinessConfig,
      },
    });
    const { twin } = twinBench();
    const on = { Enabled: true, DurationSeconds: 60 };
    const off = { Enabled: false, DurationSeconds: 60 };
    expect(written(twin, sticky(on))).toMatchObject([
      { ForwardConfig: { TargetGroupStickinessConfig: on } },
    ]);
    expect(JSON.stringify(written(twin, sticky(off)))).not.toContain('DurationSeconds');
  });

  test('an OIDC action keeps its secret to itself and can go on with it', () => {
    const { twin } = twinBench();
    const oidc = (secret: JsonObject): JsonObject => ({
      Type: 'authenticate-oidc',
      AuthenticateOidcConfig: { ClientId: 'id', ...secret },
    });
    const weights = forward({ [BLUE]: 1, [GREEN]: 1 });
    const kept = { UseExistingClientSecret: true };
    expect(() => written(twin, oidc(kept), weights)).toThrow('no existing client secret');
    written(twin, oidc({ ClientSecret: 'secret' }), weights);
    expect(written(twin, oidc(kept), weights)).toMatchObject([oidc({}), { Type: 'forward' }]);
    expect(JSON.stringify(twin.inspect())).not.toContain('ecret');
  });
});

describe('what ELBv2 refuses', () => {
  test.each<[string, JsonObject, string]>([
    ['a weight above 999', forward({ [BLUE]: 1_000, [GREEN]: 0 }), 'ValidationError'],
    ['a weight below 0', forward({ [BLUE]: -1, [GREEN]: 1 }), 'ValidationError'],
    ['half a weight', forward({ [BLUE]: 0.5, [GREEN]: 1 }), 'ValidationError'],
    ['weights that are all 0', forward({ [BLUE]: 0, [GREEN]: 0 }), 'ValidationError'],
    ['no target group', { Type: 'forward' }, 'ValidationError'],
    ['an unknown target group', forward({ 'arn:none': 1 }), 'TargetGroupNotFound'],
    [
      'two different groups for one',
      { ...forward({ [BLUE]: 1 }), TargetGroupArn: GREEN },
      'ValidationError',
    ],
    ['no terminal action', { Type: 'authenticate-cognito' }, 'InvalidLoadBalancerAction'],
  ])('%s', (_, action, code) => {
    const { twin } = twinBench();
    const before = twin.inspect()['rules'];
    expect(() => written(twin, action)).toThrow(
      expect.objectContaining({ code, httpStatus: 400, service: 'elbv2' }),
    );
    expect(twin.inspect()['rules']).toEqual(before);
  });

  test('several groups without group stickiness when one has its own', () => {
    const base = twinWorld();
    const targetGroups = base.targetGroups.map((each) => ({
      ...each,
      stickiness: each.arn === SPARE,
    }));
    const { twin } = twinBench({ ...base, targetGroups });
    expect(() => written(twin, forward({ [BLUE]: 1, [SPARE]: 1 }))).toThrow(
      expect.objectContaining({ code: 'InvalidConfigurationRequest' }),
    );
  });

  test('a target group of another load balancer', () => {
    const base = twinWorld();
    const [first] = base.loadBalancers;
    if (first === undefined) throw new Error('no load balancer');
    const arn = (text: string): string => text.replace('app/shop', 'app/other');
    const other = {
      ...first,
      arn: arn(first.arn),
      name: 'other',
      listeners: first.listeners.map((listener) => ({
        ...listener,
        arn: arn(listener.arn),
        rules: listener.rules.map((rule) => ({
          ...rule,
          arn: arn(rule.arn),
          actions: [forward({ [SPARE]: 1 })],
        })),
      })),
    };
    const { twin } = twinBench({ ...base, loadBalancers: [first, other] });
    expect(() => written(twin, forward({ [BLUE]: 1, [SPARE]: 1 }))).toThrow(
      expect.objectContaining({ code: 'TargetGroupAssociationLimit' }),
    );
  });

  test('changing a default rule through ModifyRule', () => {
    const { twin } = twinBench();
    const { Rules } = twin.elbv2.describeRules({ ListenerArn: LISTENER });
    const RuleArn = (Rules as JsonObject[]).at(-1)?.['RuleArn'];
    expect(() =>
      twin.elbv2.modifyRule({ RuleArn, Actions: [forward({ [BLUE]: 1 })] } as JsonObject),
    ).toThrow(expect.objectContaining({ code: 'OperationNotPermitted' }));
  });

  test.each<[string, (twin: Twin) => unknown, string]>([
    ['rules of nothing', (twin) => twin.elbv2.describeRules({}), 'ValidationError'],
    ['unknown rules', (twin) => twin.elbv2.describeRules({ RuleArns: ['x'] }), 'RuleNotFound'],
    [
      'an unknown listener',
      (twin) => twin.elbv2.describeRules({ ListenerArn: 'x' }),
      'ListenerNotFound',
    ],
    [
      'an unknown name',
      (twin) => twin.elbv2.describeLoadBalancers({ Names: ['x'] }),
      'LoadBalancerNotFound',
    ],
    [
      'a page of 401',
      (twin) => twin.elbv2.describeTargetGroups({ PageSize: 401 }),
      'ValidationError',
    ],
    [
      'a made-up marker',
      (twin) => twin.elbv2.describeTargetGroups({ Marker: 'x' }),
      'ValidationError',
    ],
  ])('asking for %s', (_, ask, code) => {
    const { twin } = twinBench();
    expect(() => ask(twin)).toThrow(expect.objectContaining({ code }));
  });
});

test('forty reads at once are answered, then ten a second', async () => {
  const { clock, twin } = twinBench();
  const read = () => twin.elbv2.describeLoadBalancers({});
  for (let call = 0; call < 40; call++) read();
  expect(read).toThrow(expect.objectContaining({ code: 'Throttling' }));
  await clock.advance(100);
  read();
  expect(read).toThrow('Rate exceeded');
  expect(
    () => twin.elbv2.modifyRule({ RuleArn: PROD_RULE }),
    'writes have their own',
  ).not.toThrow();
});

test('for a second after a write a read may answer what was before, then no more', async () => {
  const { clock, twin } = twinBench(twinWorld({ limits: { elbv2Describe: { size: 1_000 } } }));
  const weight = (): Json | undefined => {
    const [rule] = twin.elbv2.describeRules({ RuleArns: [PROD_RULE] })['Rules'] as JsonObject[];
    return JSON.stringify(rule).includes('"Weight":999');
  };
  written(twin, forward({ [BLUE]: 999, [GREEN]: 1 }));
  const early = Array.from({ length: 50 }, weight);
  expect(new Set(early)).toEqual(new Set([true, false]));
  await clock.advance(1_000);
  expect(Array.from({ length: 50 }, weight)).not.toContain(false);
});

test('a target group belongs to the load balancer whose rules name it', () => {
  const { twin } = twinBench();
  const arns = (request: JsonObject): unknown[] => {
    const { TargetGroups } = twin.elbv2.describeTargetGroups(request);
    return (TargetGroups as JsonObject[]).map((each) => each['TargetGroupArn']);
  };
  expect(arns({ LoadBalancerArn: LOAD_BALANCER })).toEqual([BLUE, GREEN]);
  written(twin, forward({ [BLUE]: 1, [SPARE]: 0 }));
  expect(arns({ LoadBalancerArn: LOAD_BALANCER })).toEqual([BLUE, SPARE]);
});
