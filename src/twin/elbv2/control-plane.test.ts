// Load balancers, listeners, rules and target groups come and go as ELBv2 lets them.
import { beforeEach, describe, expect, test } from 'vitest';
import { twinBench } from '../../../tests/twin-bench.ts';
import {
  BLUE,
  forward,
  GREEN,
  LISTENER,
  LOAD_BALANCER,
  PROD_RULE,
  SPARE,
} from '../../../tests/twin-world.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { RoutingView } from '../routing-view.ts';
import type { ApiCall, Elbv2, Twin } from '../twin.ts';

const SUBNETS = ['subnet-00000001', 'subnet-00000002'];
const HOST = [{ Field: 'host-header', Values: ['new.example'] }];
const HTTP_GROUP = { Port: 80, Protocol: 'HTTP', VpcId: 'vpc-00000001' };

let twin: Twin;
let elbv2: Elbv2;
beforeEach(() => {
  twin = twinBench().twin;
  elbv2 = twin.elbv2;
});

function only(answer: JsonObject): JsonObject {
  const [list] = Object.values(answer);
  const [first] = list as readonly JsonObject[];
  return first ?? {};
}

function made(call: ApiCall, request: JsonObject, field: string): string {
  return String(only(call(request))[field]);
}

const newLoadBalancer = (name: string): string =>
  made(elbv2.createLoadBalancer, { Name: name, Subnets: SUBNETS }, 'LoadBalancerArn');
const newTargetGroup = (name: string): string =>
  made(elbv2.createTargetGroup, { Name: name, ...HTTP_GROUP }, 'TargetGroupArn');
const listener = (LoadBalancerArn: string, targetGroupArn: string): JsonObject => ({
  LoadBalancerArn,
  Port: 8080,
  Protocol: 'HTTP',
  DefaultActions: [{ Type: 'forward', TargetGroupArn: targetGroupArn }],
});
const rule = (Priority: number, arn: string = GREEN): JsonObject => ({
  ListenerArn: LISTENER,
  Priority,
  Conditions: HOST,
  Actions: [forward({ [arn]: 1 })],
});
const refusal = (code: string): unknown => expect.objectContaining({ code });

describe('load balancers', () => {
  test('a new one is listed with its zones, and its nodes get a view', () => {
    const arn = newLoadBalancer('fresh');
    expect(only(elbv2.describeLoadBalancers({ Names: ['fresh'] }))).toMatchObject({
      LoadBalancerArn: arn,
      State: { Code: 'active' },
      AvailabilityZones: [{ SubnetId: SUBNETS[0] }, { SubnetId: SUBNETS[1] }],
    });
    const views: RoutingView[] = [];
    twin.onRoutingView((view) => views.push(view));
    expect(views.filter((view) => view.loadBalancerArn === arn)).toHaveLength(2);
  });
  test('the same one again is the same; a different one of that name is refused', () => {
    const arn = newLoadBalancer('fresh');
    expect(newLoadBalancer('fresh')).toBe(arn);
    expect(() =>
      elbv2.createLoadBalancer({ Name: 'fresh', Subnets: SUBNETS, Scheme: 'internal' }),
    ).toThrow(refusal('DuplicateLoadBalancerName'));
  });
  test('deleting takes listeners and rules along, and frees the target groups', () => {
    elbv2.deleteLoadBalancer({ LoadBalancerArn: LOAD_BALANCER });
    expect(() => elbv2.describeListeners({ ListenerArns: [LISTENER] })).toThrow(
      refusal('ListenerNotFound'),
    );
    expect(() => elbv2.describeRules({ RuleArns: [PROD_RULE] })).toThrow(refusal('RuleNotFound'));
    const { TargetHealthDescriptions: healths } = elbv2.describeTargetHealth({
      TargetGroupArn: BLUE,
    });
    expect(JSON.stringify(healths)).toContain('Target.NotInUse');
  });
  test('deletion protection holds until it is taken off', () => {
    const protect = (Value: string): JsonObject =>
      elbv2.modifyLoadBalancerAttributes({
        LoadBalancerArn: LOAD_BALANCER,
        Attributes: [{ Key: 'deletion_protection.enabled', Value }],
      });
    protect('true');
    expect(() => elbv2.deleteLoadBalancer({ LoadBalancerArn: LOAD_BALANCER })).toThrow(
      refusal('OperationNotPermitted'),
    );
    protect('false');
    elbv2.deleteLoadBalancer({ LoadBalancerArn: LOAD_BALANCER });
    expect(elbv2.describeLoadBalancers({})).toEqual({ LoadBalancers: [] });
  });
});

describe('listeners', () => {
  test('a new one has a default rule that uses its target group', () => {
    const arn = made(elbv2.createListener, listener(LOAD_BALANCER, SPARE), 'ListenerArn');
    expect(only(elbv2.describeRules({ ListenerArn: arn }))).toMatchObject({
      Priority: 'default',
      Actions: [{ TargetGroupArn: SPARE, ForwardConfig: { TargetGroups: [{ Weight: 1 }] } }],
    });
    expect(() => elbv2.deleteTargetGroup({ TargetGroupArn: SPARE })).toThrow(
      refusal('ResourceInUse'),
    );
    elbv2.deleteListener({ ListenerArn: arn });
    elbv2.deleteTargetGroup({ TargetGroupArn: SPARE });
    expect(() => elbv2.describeTargetGroups({ TargetGroupArns: [SPARE] })).toThrow(
      refusal('TargetGroupNotFound'),
    );
  });
  test('a port has one listener', () => {
    const arn = made(elbv2.createListener, listener(LOAD_BALANCER, SPARE), 'ListenerArn');
    const duplicate = refusal('DuplicateListener');
    expect(() => elbv2.createListener(listener(LOAD_BALANCER, GREEN))).toThrow(duplicate);
    expect(() => elbv2.modifyListener({ ListenerArn: arn, Port: 80 })).toThrow(duplicate);
    expect(only(elbv2.modifyListener({ ListenerArn: arn, Port: 81 }))).toMatchObject({ Port: 81 });
  });
  test('a target group serves one load balancer only', () => {
    const other = newLoadBalancer('other');
    expect(() => elbv2.createListener(listener(other, BLUE))).toThrow(
      refusal('TargetGroupAssociationLimit'),
    );
    expect(elbv2.describeListeners({ LoadBalancerArn: other })).toEqual({ Listeners: [] });
  });
  test('HTTPS wants a certificate, and HTTP gives it up', () => {
    const certificate = 'arn:aws:acm:us-east-1:123456789012:certificate/one';
    const request = { ...listener(LOAD_BALANCER, SPARE), Protocol: 'HTTPS' };
    expect(() => elbv2.createListener(request)).toThrow(refusal('ValidationError'));
    const secure = { ...request, Certificates: [{ CertificateArn: certificate }] };
    const answer = only(elbv2.createListener(secure));
    expect(answer).toMatchObject({
      Certificates: secure.Certificates,
      SslPolicy: 'ELBSecurityPolicy-2016-08',
    });
    const plain = elbv2.modifyListener({
      ListenerArn: String(answer['ListenerArn']),
      Protocol: 'HTTP',
    });
    expect(only(plain)).not.toHaveProperty('Certificates');
  });
});

describe('rules', () => {
  test('a new rule stands at its priority, before the default rule', () => {
    elbv2.createRule(rule(5));
    const { Rules: rules } = elbv2.describeRules({ ListenerArn: LISTENER });
    const priorities = (rules as readonly JsonObject[]).map(({ Priority }) => Priority);
    expect(priorities).toEqual(['5', '10', 'default']);
  });
  test('a priority is used once', () => {
    expect(() => elbv2.createRule(rule(10))).toThrow(refusal('PriorityInUse'));
  });
  test('two rules may change places, one may not take another’s', () => {
    const arn = made(elbv2.createRule, rule(5), 'RuleArn');
    expect(() =>
      elbv2.setRulePriorities({ RulePriorities: [{ RuleArn: arn, Priority: 10 }] }),
    ).toThrow(refusal('PriorityInUse'));
    elbv2.setRulePriorities({
      RulePriorities: [
        { RuleArn: arn, Priority: 10 },
        { RuleArn: PROD_RULE, Priority: 5 },
      ],
    });
    expect(only(elbv2.describeRules({ ListenerArn: LISTENER }))['RuleArn']).toBe(PROD_RULE);
  });
  test('the default rule is neither deleted nor moved', () => {
    const { Rules: rules } = elbv2.describeRules({ ListenerArn: LISTENER });
    const RuleArn = String((rules as readonly JsonObject[]).at(-1)?.['RuleArn']);
    const refused = refusal('OperationNotPermitted');
    expect(() => elbv2.deleteRule({ RuleArn })).toThrow(refused);
    expect(() => elbv2.setRulePriorities({ RulePriorities: [{ RuleArn, Priority: 3 }] })).toThrow(
      refused,
    );
  });
  test('a rule has five condition values, a load balancer a hundred rules', async () => {
    const Values = Array.from({ length: 6 }, (_, index) => `h${index}.example`);
    const many = { ...rule(7), Conditions: [{ Field: 'host-header', Values }] };
    expect(() => elbv2.createRule(many)).toThrow(refusal('ValidationError'));
    const { clock, twin: roomy } = twinBench();
    for (let priority = 101; priority < 200; priority++) {
      roomy.elbv2.createRule(rule(priority));
      if (priority % 10 === 0) await clock.advance(10_000);
    }
    expect(() => roomy.elbv2.createRule(rule(300))).toThrow(refusal('TooManyRules'));
  });
});

describe('target groups', () => {
  test('a new one has AWS’s defaults', () => {
    newTargetGroup('fresh');
    expect(only(elbv2.describeTargetGroups({ Names: ['fresh'] }))).toMatchObject({
      HealthCheckPath: '/',
      HealthCheckIntervalSeconds: 30,
      HealthyThresholdCount: 5,
      Matcher: { HttpCode: '200' },
      LoadBalancerArns: [],
    });
  });
  test('a name stands for one target group', () => {
    expect(newTargetGroup('fresh')).toBe(newTargetGroup('fresh'));
    expect(() =>
      elbv2.createTargetGroup({ Name: 'fresh', ...HTTP_GROUP, HealthCheckPath: '/up' }),
    ).toThrow(refusal('DuplicateTargetGroupName'));
    expect(() => elbv2.createTargetGroup({ Name: 'blue', ...HTTP_GROUP })).toThrow(
      refusal('DuplicateTargetGroupName'),
    );
  });
  test('what a change of the health check does not name stays', () => {
    elbv2.modifyTargetGroup({ TargetGroupArn: BLUE, HealthyThresholdCount: 2 });
    expect(only(elbv2.describeTargetGroups({ TargetGroupArns: [BLUE] }))).toMatchObject({
      HealthyThresholdCount: 2,
      HealthCheckPath: '/health',
    });
  });
  test('a shorter deregistration delay drains faster', async () => {
    const bench = twinBench();
    const write = (Value: string): JsonObject =>
      bench.twin.elbv2.modifyTargetGroupAttributes({
        TargetGroupArn: BLUE,
        Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value }],
      });
    expect(only(write('5'))).toMatchObject({ Value: '5' });
    const [{ Id } = { Id: '' }] = (
      bench.twin.elbv2.describeTargetHealth({ TargetGroupArn: BLUE })[
        'TargetHealthDescriptions'
      ] as readonly { Target: { Id: string } }[]
    ).map(({ Target }) => Target);
    bench.twin.elbv2.deregisterTargets({ TargetGroupArn: BLUE, Targets: [{ Id }] });
    expect(bench.states(BLUE)).toContain('draining');
    await bench.clock.advance(5_000);
    expect(bench.states(BLUE)).not.toContain('draining');
  });
  test('requests to a new one are counted by CloudWatch', async () => {
    const { twin: counting, clock } = twinBench();
    const group = made(
      counting.elbv2.createTargetGroup,
      { Name: 'fresh', ...HTTP_GROUP },
      'TargetGroupArn',
    );
    const at = clock.now() / 1_000;
    const answered = { targetStatus: 200, status: 200, durationMs: 1 };
    counting.recordRequest({
      loadBalancerArn: LOAD_BALANCER,
      targetGroupArn: group,
      ...answered,
    });
    await clock.advance(300_000);
    const Dimensions = [
      { Name: 'LoadBalancer', Value: LOAD_BALANCER.split(':loadbalancer/')[1] ?? '' },
      { Name: 'TargetGroup', Value: group.split(':')[5] ?? '' },
    ];
    const Metric = { Namespace: 'AWS/ApplicationELB', MetricName: 'RequestCount', Dimensions };
    const query = { Id: 'count', MetricStat: { Metric, Period: 60, Stat: 'Sum' } };
    const answer = counting.cloudWatch.getMetricData({
      StartTime: at,
      EndTime: at + 60,
      MetricDataQueries: [query],
    });
    expect(only(answer)['Values']).toEqual([1]);
  });
  test('target stickiness wants group stickiness in a rule of several groups', () => {
    const stick = (): JsonObject =>
      elbv2.modifyTargetGroupAttributes({
        TargetGroupArn: BLUE,
        Attributes: [{ Key: 'stickiness.enabled', Value: 'true' }],
      });
    expect(stick).toThrow(refusal('InvalidConfigurationRequest'));
    elbv2.modifyRule({ RuleArn: PROD_RULE, Actions: [forward({ [BLUE]: 1 })] });
    expect(only(stick())).toEqual({ Key: 'stickiness.enabled', Value: 'true' });
  });
  test('an unknown attribute is refused', () => {
    expect(() =>
      elbv2.modifyTargetGroupAttributes({
        TargetGroupArn: BLUE,
        Attributes: [{ Key: 'constructor', Value: 'true' }],
      }),
    ).toThrow(refusal('ValidationError'));
  });
});

describe('tags', () => {
  test('are added, replaced and removed', () => {
    elbv2.addTags({ ResourceArns: [PROD_RULE, BLUE], Tags: [{ Key: 'a', Value: '1' }] });
    elbv2.addTags({ ResourceArns: [BLUE], Tags: [{ Key: 'a', Value: '2' }, { Key: 'b' }] });
    elbv2.removeTags({ ResourceArns: [PROD_RULE], TagKeys: ['a'] });
    expect(elbv2.describeTags({ ResourceArns: [PROD_RULE, BLUE] })).toEqual({
      TagDescriptions: [
        { ResourceArn: PROD_RULE, Tags: [] },
        {
          ResourceArn: BLUE,
          Tags: [
            { Key: 'a', Value: '2' },
            { Key: 'b', Value: '' },
          ],
        },
      ],
    });
  });
  test('a resource has at most fifty, and of one key one', () => {
    const Tags = Array.from({ length: 50 }, (_, index) => ({ Key: `k${index}`, Value: '' }));
    elbv2.addTags({ ResourceArns: [BLUE], Tags });
    const add = (keys: readonly string[]) => (): JsonObject =>
      elbv2.addTags({ ResourceArns: [BLUE], Tags: keys.map((Key) => ({ Key })) });
    expect(add(['more'])).toThrow(refusal('TooManyTags'));
    expect(add(['k1', 'k1'])).toThrow(refusal('DuplicateTagKeys'));
  });
});

test('of what was removed nothing is kept', () => {
  const records = (): unknown =>
    (twin.snapshot()['state'] as { readonly parts: JsonObject }).parts['records'];
  const before = records();
  const loadBalancer = newLoadBalancer('passing');
  const group = newTargetGroup('passing');
  const arn = made(elbv2.createListener, listener(loadBalancer, group), 'ListenerArn');
  elbv2.createRule({ ...rule(7, group), ListenerArn: arn });
  elbv2.addTags({ ResourceArns: [arn, group], Tags: [{ Key: 'team', Value: 'shop' }] });
  expect(records()).not.toEqual(before);
  elbv2.deleteLoadBalancer({ LoadBalancerArn: loadBalancer });
  elbv2.deleteTargetGroup({ TargetGroupArn: group });
  expect(records()).toEqual(before);
});
