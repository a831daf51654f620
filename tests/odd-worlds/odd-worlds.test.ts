// Worlds as accounts really have them: crowded, paged, old, doubled, with several load balancers, default rules and logins before the traffic.
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/lib/json.ts';
import type { WorldSpec } from '../../src/twin/world-spec.ts';
import { fail, planOfBench, setUp, shiftProd } from '../step-bench.ts';
import {
  BLUE,
  forward,
  GREEN,
  groupDocument,
  LISTENER,
  LIVE_GROUP,
  LOAD_BALANCER,
  PROD_RULE,
  twinWorld,
} from '../twin-world.ts';
import { type HttpWorld, openHttpWorld } from './http-run.ts';

const WITHIN = { timeout: 60_000 };
const UNLIMITED = { size: 100_000, refillPerSecond: 100_000 };
const QUICK = { limits: { elbv2Describe: UNLIMITED, elbv2Modify: UNLIMITED } };
const NOTHING = [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }];
const DAY_MS = 86_400_000;

function nth(arn: string, index: number): string {
  return arn.replace(/[^/]+$/, index.toString(16).padStart(16, '0'));
}

function rule(arn: string, priority: number, action: JsonObject): JsonObject {
  const conditions = [{ Field: 'host-header', Values: [`s${priority}.example`] }];
  return { arn, priority, conditions, actions: [action] };
}

function setupOf(...sites: readonly JsonObject[]): ReturnType<typeof setUp> {
  const loadBalancers = sites.map((site) => ({
    type: 'AWSLoadBalancerConfig',
    spec: {
      loadBalancer: 'shop',
      prodListenerPort: '80',
      prodListenerRuleArn: PROD_RULE,
      isTrafficShift: true,
      stageTargetGroupArn: GREEN,
      ...site,
    },
  }));
  return setUp(GREEN, { loadBalancers });
}

function weightsOf(actions: readonly JsonObject[]): Readonly<Record<string, number>> {
  const config = actions.find(({ Type }) => Type === 'forward')?.['ForwardConfig'] as JsonObject;
  const tuples = config['TargetGroups'] as readonly JsonObject[];
  return Object.fromEntries(tuples.map((each) => [each['TargetGroupArn'], Number(each['Weight'])]));
}

describe('A crowded account, in pages of ten', WITHIN, () => {
  const RULES = 101;
  const LISTENERS = 21;
  const LOAD_BALANCERS = 301;
  const TARGET_GROUPS = 25;

  /** With a group left over, on whose target group the rule just before the prod rule lives. */
  function crowded(isLeftover = false): WorldSpec {
    const spare = (index: number): string => nth(BLUE.replace('/blue/', `/spare-${index}/`), index);
    const healthCheck = { path: '/health' };
    const rules = Array.from({ length: RULES - 1 }, (_, index) =>
      rule(
        nth(PROD_RULE, index),
        index + 1,
        forward({ [isLeftover && index === RULES - 2 ? GREEN : spare(index % 20)]: 1 }),
      ),
    );
    const own = rule(PROD_RULE, 1_000, forward({ [BLUE]: 100, [GREEN]: 0 }));
    const others = Array.from({ length: LISTENERS - 1 }, (_, index) => ({
      arn: nth(LISTENER, index),
      port: 9_000 + index,
      defaultActions: NOTHING,
    }));
    const ours = { arn: LISTENER, port: 80, defaultActions: NOTHING, rules: [...rules, own] };
    const name = 'shop__STAGE__Harness';
    const leftover = { id: 'sig-0000000f', name, document: groupDocument(name, GREEN, 1) };
    const names = Array.from({ length: LOAD_BALANCERS - 1 }, (_, index) => `other-${index}`);
    return twinWorld({
      ...QUICK,
      loadBalancers: [
        ...names.map((other, index) => ({
          arn: nth(LOAD_BALANCER.replace('/shop/', `/${other}/`), index),
          name: other,
          listeners: [],
        })),
        { arn: LOAD_BALANCER, name: 'shop', listeners: [...others, ours] },
      ],
      targetGroups: [
        ...Array.from({ length: TARGET_GROUPS - 2 }, (_, index) => ({
          arn: spare(index),
          name: `spare-${index}`,
          healthCheck,
        })),
        { arn: BLUE, name: 'blue', healthCheck },
        { arn: GREEN, name: 'green', healthCheck },
      ],
      groups: [
        {
          id: LIVE_GROUP,
          name: 'shop',
          ageMs: 500 * DAY_MS,
          document: groupDocument('shop', BLUE, 2),
        },
        ...(isLeftover ? [leftover] : []),
      ],
    });
  }

  test('is found through: the group of last year, the last listener, the last rule', async () => {
    await using world = await openHttpWorld(crowded());
    const plan = planOfBench({ steps: [setupOf({}), shiftProd(50), shiftProd(100)] });
    const { end, failure } = await world.run(plan);
    expect([end, failure]).toEqual(['Success', '']);
    expect(weightsOf(world.actions(PROD_RULE))).toEqual({ [BLUE]: 0, [GREEN]: 100 });
    const names = world.groups().map(({ id, name }) => [id === LIVE_GROUP, name]);
    expect(names).toContainEqual([true, 'shop__STAGE__Harness']);
    expect(names).toContainEqual([false, 'shop']);
    expect(world.calls('elbv2.ModifyRule')).toBe(2);
    expect(world.calls('elbv2.DescribeRules')).toBeGreaterThan(RULES / 10);
  });

  test('a rule of the last page that uses the leftover group keeps it', async () => {
    await using world = await openHttpWorld(crowded(true));
    const { end, failure } = await world.run(planOfBench({ steps: [setupOf({})] }));
    expect(end).toBe('Failed');
    expect(failure).toContain(`the rule ${nth(PROD_RULE, RULES - 2)} gives it weight`);
    expect(world.groups().map(({ id }) => id)).toEqual([LIVE_GROUP, 'sig-0000000f']);
  });
});

test('two groups of one name are refused, and both are named', WITHIN, async () => {
  const document = groupDocument('shop', BLUE, 1);
  const groups = ['sig-0000000a', 'sig-0000000b'].map((id) => ({ id, name: 'shop', document }));
  await using world = await openHttpWorld(twinWorld({ ...QUICK, groups }));
  const { end, failure } = await world.run(planOfBench({ steps: [setupOf({})] }));
  expect(end).toBe('Failed');
  expect(failure).toContain('2 Elastigroups have the name shop');
  expect(failure).toContain('(sig-0000000a, sig-0000000b)');
  expect(world.calls('spot.create')).toBe(0);
});

describe('Two load balancers in one setup', WITHIN, () => {
  const inner = (arn: string): string => arn.replace('/shop/', '/inner/').replace(/.{4}$/, '0002');
  const [INNER, INNER_LISTENER] = [
    inner(LOAD_BALANCER),
    inner(LISTENER).replace('/inner/50dc6c495c0c9188', '/inner/50dc6c495c0c0002'),
  ];
  const INNER_RULE = `${INNER_LISTENER.replace(':listener/', ':listener-rule/')}/9683b2d02a6c0002`;
  const [INNER_BLUE, INNER_GREEN] = [BLUE, GREEN].map((arn) =>
    arn.replace('targetgroup/', 'targetgroup/inner-').replace(/.{4}$/, '0002'),
  ) as [string, string];

  function twoLoadBalancers(): WorldSpec {
    const listener = (arn: string, ruleArn: string, blue: string, green: string): JsonObject => ({
      arn,
      port: 80,
      defaultActions: NOTHING,
      rules: [rule(ruleArn, 10, forward({ [blue]: 100, [green]: 0 }))],
    });
    const arns = [BLUE, GREEN, INNER_BLUE, INNER_GREEN];
    const document = groupDocument('shop', BLUE, 2);
    const both = [BLUE, INNER_BLUE].map((arn) => ({ name: 'tg', arn, type: 'TARGET_GROUP' }));
    const launchSpecification = {
      ...((document['compute'] as JsonObject)['launchSpecification'] as JsonObject),
      loadBalancersConfig: { loadBalancers: both },
    };
    const compute = { ...(document['compute'] as JsonObject), launchSpecification };
    return twinWorld({
      ...QUICK,
      loadBalancers: [
        {
          arn: LOAD_BALANCER,
          name: 'shop',
          listeners: [listener(LISTENER, PROD_RULE, BLUE, GREEN)],
        },
        {
          arn: INNER,
          name: 'inner',
          listeners: [listener(INNER_LISTENER, INNER_RULE, INNER_BLUE, INNER_GREEN)],
        },
      ],
      targetGroups: arns.map((arn) => ({
        arn,
        name: arn.split('/')[1] ?? '',
        healthCheck: { path: '/health' },
      })),
      groups: [{ id: LIVE_GROUP, name: 'shop', document: { ...document, compute } }],
    });
  }

  const setup = setupOf(
    {},
    { loadBalancer: 'inner', prodListenerRuleArn: INNER_RULE, stageTargetGroupArn: INNER_GREEN },
  );

  test('both rules move at each rung, and both come back', async () => {
    await using world = await openHttpWorld(twoLoadBalancers());
    const before = [world.actions(PROD_RULE), world.actions(INNER_RULE)];
    const back = await world.run(planOfBench({ steps: [setup, shiftProd(50), fail()] }));
    expect(back.end, back.failure).toBe('RolledBack');
    expect(world.calls('elbv2.ModifyRule')).toBe(4);
    expect([world.actions(PROD_RULE), world.actions(INNER_RULE)]).toEqual(before);
    const forth = await world.run(planOfBench({ steps: [setup, shiftProd(50), shiftProd(100)] }));
    expect([forth.end, forth.failure]).toEqual(['Success', '']);
    expect(weightsOf(world.actions(PROD_RULE))).toEqual({ [BLUE]: 0, [GREEN]: 100 });
    expect(weightsOf(world.actions(INNER_RULE))).toEqual({ [INNER_BLUE]: 0, [INNER_GREEN]: 100 });
  });
});

describe('A default rule with a login before a sticky forward', WITHIN, () => {
  const LOGIN: JsonObject = {
    Type: 'authenticate-oidc',
    Order: 1,
    AuthenticateOidcConfig: {
      Issuer: 'https://login.example',
      AuthorizationEndpoint: 'https://login.example/authorize',
      TokenEndpoint: 'https://login.example/token',
      UserInfoEndpoint: 'https://login.example/me',
      ClientId: 'shop',
      ClientSecret: 'kept-by-aws',
    },
  };
  const FORWARD: JsonObject = {
    ...forward({ [BLUE]: 100, [GREEN]: 0 }),
    Order: 2,
  };
  const sticky: JsonObject = {
    ...FORWARD,
    ForwardConfig: {
      ...(FORWARD['ForwardConfig'] as JsonObject),
      TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 3_600 },
    },
  };

  const open = (): Promise<HttpWorld> => {
    const listener = {
      arn: LISTENER,
      port: 80,
      protocol: 'HTTPS',
      defaultActions: [LOGIN, sticky],
    };
    const loadBalancers = [{ arn: LOAD_BALANCER, name: 'shop', listeners: [listener] }];
    return openHttpWorld(twinWorld({ ...QUICK, loadBalancers }));
  };

  test('is written through its listener, keeps login, order and stickiness, and comes back exactly', async () => {
    await using world = await open();
    const prodListenerRuleArn = world.defaultRule(LISTENER);
    const setup = setupOf({ prodListenerRuleArn });
    const before = world.actions(prodListenerRuleArn);
    expect(before).toMatchObject([{ Type: 'authenticate-oidc', Order: 1 }, { Order: 2 }]);
    const back = await world.run(planOfBench({ steps: [setup, shiftProd(50), fail()] }));
    expect(back.end, back.failure).toBe('RolledBack');
    expect(world.actions(prodListenerRuleArn)).toEqual(before);
    const forth = await world.run(planOfBench({ steps: [setup, shiftProd(50), shiftProd(100)] }));
    expect([forth.end, forth.failure]).toEqual(['Success', '']);
    const after = world.actions(prodListenerRuleArn);
    expect(weightsOf(after)).toEqual({ [BLUE]: 0, [GREEN]: 100 });
    expect(after[0]).toEqual(before[0]);
    const TargetGroupStickinessConfig = { Enabled: true, DurationSeconds: 3_600 };
    expect(after[1]).toMatchObject({ Order: 2, ForwardConfig: { TargetGroupStickinessConfig } });
    expect([world.calls('elbv2.ModifyRule'), world.calls('elbv2.ModifyListener')]).toEqual([0, 4]);
  });
});
