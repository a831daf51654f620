// The twin over the wire: the real AWS clients, Spot's envelopes, faults, and the twin's own paths.
import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  ModifyListenerCommand,
  ModifyRuleCommand,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  BLUE,
  GREEN,
  groupDocument,
  LISTENER,
  LIVE_GROUP,
  LOAD_BALANCER,
  PROD_RULE,
  SPARE,
  twinWorld,
} from '../../../tests/twin-world.ts';
import { createVirtualClock, type VirtualClock } from '../../../tests/virtual-clock.ts';
import { createTwin } from '../create-twin.ts';
import { createSimulatedHost } from '../simulated-host.ts';
import type { Twin } from '../twin.ts';
import { startTwinServer, type TwinServer } from './start-twin-server.ts';

const START = Date.UTC(2026, 0, 5);
let clock: VirtualClock;
let twin: Twin;
let server: TwinServer;
let elbv2: ElasticLoadBalancingV2Client;

beforeAll(async () => {
  clock = createVirtualClock(START);
  const spec = twinWorld();
  twin = createTwin({ clock, spec, host: createSimulatedHost(clock, spec) });
  const clockOrigin = { originAt: START, realOriginAt: 1, speed: 60 };
  server = await startTwinServer({
    twin,
    clock,
    clockOrigin,
    listeners: () => [{ listenerArn: LISTENER, actualPort: 1 }],
  });
  elbv2 = new ElasticLoadBalancingV2Client(settings());
});

afterAll(async () => {
  elbv2.destroy();
  await server.close();
  twin.close();
});

beforeEach(async () => {
  twin.clearFaults();
  await clock.advance(10_000);
});

function settings() {
  return {
    region: 'us-east-1',
    endpoint: server.url,
    credentials: { accessKeyId: 'twin', secretAccessKey: 'twin' },
    maxAttempts: 1,
  };
}

test('the AWS client reads load balancers, listeners, rules and target groups', async () => {
  const balancers = await elbv2.send(new DescribeLoadBalancersCommand({ Names: ['shop'] }));
  expect(balancers.LoadBalancers?.[0]).toMatchObject({
    LoadBalancerArn: LOAD_BALANCER,
    DNSName: 'shop.elb.twin.test',
    State: { Code: 'active' },
  });
  const listeners = await elbv2.send(
    new DescribeListenersCommand({ LoadBalancerArn: LOAD_BALANCER }),
  );
  expect(listeners.Listeners?.[0]).toMatchObject({ ListenerArn: LISTENER, Port: 80 });
  const rules = await elbv2.send(new DescribeRulesCommand({ ListenerArn: LISTENER }));
  expect(rules.Rules?.map((rule) => [rule.Priority, rule.IsDefault])).toEqual([
    ['10', false],
    ['default', true],
  ]);
  expect(rules.Rules?.[0]?.Actions?.[0]?.ForwardConfig?.TargetGroups).toEqual([
    { TargetGroupArn: BLUE, Weight: 100 },
    { TargetGroupArn: GREEN, Weight: 0 },
  ]);
  const groups = await elbv2.send(new DescribeTargetGroupsCommand({ TargetGroupArns: [GREEN] }));
  expect(groups.TargetGroups?.[0]).toMatchObject({
    LoadBalancerArns: [LOAD_BALANCER],
    HealthCheckIntervalSeconds: 30,
    Matcher: { HttpCode: '200' },
  });
  const attributes = await elbv2.send(
    new DescribeTargetGroupAttributesCommand({ TargetGroupArn: GREEN }),
  );
  expect(attributes.Attributes).toContainEqual({
    Key: 'deregistration_delay.timeout_seconds',
    Value: '300',
  });
  const health = await elbv2.send(new DescribeTargetHealthCommand({ TargetGroupArn: BLUE }));
  expect(health.TargetHealthDescriptions?.map((each) => each.TargetHealth)).toEqual([
    { State: 'healthy' },
    { State: 'healthy' },
  ]);
});

test('listings are paged when asked', async () => {
  const first = await elbv2.send(new DescribeTargetGroupsCommand({ PageSize: 2 }));
  expect(first.TargetGroups).toHaveLength(2);
  const second = await elbv2.send(
    new DescribeTargetGroupsCommand({ PageSize: 2, Marker: first.NextMarker }),
  );
  expect(second.TargetGroups?.map((group) => group.TargetGroupArn)).toEqual([SPARE]);
  expect(second.NextMarker).toBeUndefined();
});

test('the AWS client writes weights, and a default rule through its listener only', async () => {
  const tuples = [
    { TargetGroupArn: BLUE, Weight: 30 },
    { TargetGroupArn: GREEN, Weight: 70 },
  ];
  const Actions = [{ Type: 'forward' as const, ForwardConfig: { TargetGroups: tuples } }];
  const written = await elbv2.send(new ModifyRuleCommand({ RuleArn: PROD_RULE, Actions }));
  expect(written.Rules?.[0]?.Actions).toEqual([
    {
      Type: 'forward',
      ForwardConfig: { TargetGroups: tuples, TargetGroupStickinessConfig: { Enabled: false } },
    },
  ]);
  const { Rules } = await elbv2.send(new DescribeRulesCommand({ ListenerArn: LISTENER }));
  const RuleArn = Rules?.[1]?.RuleArn;
  await expect(elbv2.send(new ModifyRuleCommand({ RuleArn, Actions }))).rejects.toMatchObject({
    name: 'OperationNotPermittedException',
    $metadata: { httpStatusCode: 400 },
  });
  const DefaultActions = [{ Type: 'forward' as const, TargetGroupArn: GREEN }];
  const listener = await elbv2.send(
    new ModifyListenerCommand({ ListenerArn: LISTENER, DefaultActions }),
  );
  expect(listener.Listeners?.[0]?.DefaultActions?.[0]).toMatchObject({
    TargetGroupArn: GREEN,
    ForwardConfig: { TargetGroups: [{ TargetGroupArn: GREEN, Weight: 1 }] },
  });
});

test('errors reach the AWS client under its own names', async () => {
  const none = new DescribeRulesCommand({ RuleArns: [`${PROD_RULE}0`] });
  await expect(elbv2.send(none)).rejects.toMatchObject({ name: 'RuleNotFoundException' });
  const absent = new RegisterTargetsCommand({ TargetGroupArn: BLUE, Targets: [{ Id: 'i-none' }] });
  await expect(elbv2.send(absent)).rejects.toMatchObject({ name: 'InvalidTargetException' });
  const unfiltered = new DescribeListenersCommand({});
  await expect(elbv2.send(unfiltered)).rejects.toMatchObject({ Code: 'ValidationError' });
  twin.inject({ kind: 'throttle', service: 'elbv2', operation: '*', times: 1 });
  await expect(elbv2.send(new DescribeRulesCommand({ RuleArns: [] }))).rejects.toMatchObject({
    Code: 'Throttling',
  });
});

test('a lost answer breaks the connection after the effect', async () => {
  const lost = { service: 'elbv2', operation: 'ModifyRule', times: 1, when: 'after' } as const;
  const posted = await fetch(`${server.url}/_twin/faults`, {
    method: 'POST',
    body: JSON.stringify({ kind: 'answer-lost', ...lost }),
  });
  expect(posted.status).toBe(200);
  const Actions = [{ Type: 'forward' as const, TargetGroupArn: GREEN }];
  const write = elbv2.send(new ModifyRuleCommand({ RuleArn: PROD_RULE, Actions }));
  await expect(write).rejects.toThrow(/ECONNRESET|socket hang up|aborted/);
  const rules = twin.inspect()['rules'] as { arn: string; weights: object }[];
  expect(rules.find(({ arn }) => arn === PROD_RULE)?.weights).toEqual({ [GREEN]: 1 });
});

test('CloudWatch and STS answer the AWS clients', async () => {
  for (let request = 0; request < 30; request++) {
    twin.recordRequest({
      loadBalancerArn: LOAD_BALANCER,
      targetGroupArn: BLUE,
      targetStatus: 200,
      status: 200,
      durationMs: 10,
    });
  }
  const from = Math.floor(clock.now() / 60_000) * 60_000;
  await clock.advance(200_000);
  const cloudWatch = new CloudWatchClient(settings());
  const answer = await cloudWatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(from),
      EndTime: new Date(from + 60_000),
      MetricDataQueries: [
        {
          Id: 'requests',
          MetricStat: {
            Metric: {
              Namespace: 'AWS/ApplicationELB',
              MetricName: 'RequestCount',
              Dimensions: [
                { Name: 'TargetGroup', Value: BLUE.split(':').at(-1) },
                { Name: 'LoadBalancer', Value: LOAD_BALANCER.split(':loadbalancer/')[1] },
              ],
            },
            Period: 60,
            Stat: 'Sum',
          },
        },
      ],
    }),
  );
  expect(answer.MetricDataResults?.[0]).toMatchObject({
    Id: 'requests',
    Values: [30],
    Timestamps: [new Date(from)],
    StatusCode: 'Complete',
  });
  await expect(
    cloudWatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(1),
        EndTime: new Date(1),
        MetricDataQueries: [],
      }),
    ),
  ).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
  const sts = new STSClient(settings());
  expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
    Account: '123456789012',
  });
  cloudWatch.destroy();
  sts.destroy();
});

test('a request without a signature, or for another region, is refused', async () => {
  const unsigned = await fetch(server.url, { method: 'POST', body: 'Action=DescribeRules' });
  expect(unsigned.status).toBe(403);
  expect(await unsigned.text()).toContain('<Code>MissingAuthenticationToken</Code>');
  const elsewhere = new ElasticLoadBalancingV2Client({ ...settings(), region: 'eu-west-1' });
  await expect(elsewhere.send(new DescribeLoadBalancersCommand({}))).rejects.toMatchObject({
    $metadata: { httpStatusCode: 403 },
  });
  elsewhere.destroy();
});

interface SpotBody {
  readonly request: object;
  readonly response: {
    readonly items: readonly { readonly id: string }[];
    readonly errors: readonly { readonly code: string }[];
  };
}

async function spot(
  method: string,
  path: string,
  options: { readonly body?: unknown; readonly token?: string; readonly account?: string } = {},
) {
  const { token = 'twin', account = 'act-twin', body } = options;
  const separator = path.includes('?') ? '&' : '?';
  const response = await fetch(`${server.url}${path}${separator}accountId=${account}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const json = (await response.json()) as SpotBody;
  return { status: response.status, headers: response.headers, json };
}

test('a group lives its life over Spot’s API', async () => {
  const group = groupDocument('green', GREEN, 0);
  const created = await spot('POST', '/aws/ec2/group', { body: { group } });
  expect(created).toMatchObject({
    status: 200,
    json: {
      request: { url: '/aws/ec2/group?accountId=act-twin', method: 'POST' },
      response: { status: { code: 200, message: 'OK' }, kind: 'spotinst:aws:ec2:group', count: 1 },
    },
  });
  expect(created.headers.get('x-ratelimit-limit')).toBe('600');
  const path = `/aws/ec2/group/${created.json.response.items[0]?.id}`;
  await spot('PUT', path, { body: { group: { name: 'renamed' } } });
  const capacity = { minimum: 0, target: 1, maximum: 2 };
  const sized = await spot('PUT', `${path}/capacity`, { body: { capacity } });
  expect(sized.json.response).toMatchObject({
    kind: 'spotinst:aws:ec2:group:capacity',
    items: [capacity],
  });
  const read = await spot('GET', path);
  expect(read.json.response.items[0]).toMatchObject({
    name: 'renamed',
    capacity: { ...capacity, unit: 'instance' },
    strategy: { drainingTimeout: 300 },
    createdAt: expect.stringMatching(/^2026-01-05T.*Z$/),
  });
  await clock.advance(110_000);
  const health = await spot('GET', `${path}/instanceHealthiness`);
  expect(health.json.response.items).toHaveLength(1);
  await spot('POST', `${path}/suspension`, { body: { processes: ['SCHEDULING'] } });
  await spot('DELETE', `${path}/suspension`, { body: { processes: ['SCHEDULING'] } });
  const suspended = await spot('GET', `${path}/suspension`);
  expect(suspended.json.response.items[0]).toMatchObject({ processes: [], suspensions: [] });
  const deleted = await spot('DELETE', path);
  expect(deleted.json.response).toEqual({ status: { code: 200, message: 'OK' } });
  expect((await spot('GET', path)).json.response.errors[0]?.code).toBe('GROUP_DOESNT_EXIST');
});

test('Spot lists the groups of a time window', async () => {
  const old = START - 30 * 86_400_000;
  const names = async (query: string): Promise<unknown[]> => {
    const { json } = await spot('GET', `/aws/ec2/group${query}`);
    return json.response.items.map(({ id }) => id);
  };
  expect(await names('')).toContain(LIVE_GROUP);
  expect(await names(`?minCreatedAt=${old + 1}`)).not.toContain(LIVE_GROUP);
  expect(await names('?minCreatedAt=2025-12-01&maxCreatedAt=2025-12-07')).toEqual([LIVE_GROUP]);
});

test('Spot refuses wrong tokens and accounts, and throttles with another body', async () => {
  expect((await spot('GET', '/aws/ec2/group', { token: 'wrong' })).status).toBe(401);
  expect((await spot('GET', '/aws/ec2/group', { account: 'act-other' })).status).toBe(403);
  twin.inject({ kind: 'throttle', service: 'spot', operation: 'list', times: 1 });
  const throttled = await spot('GET', '/aws/ec2/group');
  expect(throttled).toMatchObject({
    status: 429,
    json: {
      response: {
        status: { code: 429, message: 'Too Many Requests' },
        data: 'Rate limit exceeded',
      },
    },
  });
  expect(Number(throttled.headers.get('x-ratelimit-reset'))).toBeGreaterThan(0);
});

test('the twin tells its clock, its world and its listeners', async () => {
  const get = async (path: string) => (await fetch(`${server.url}${path}`)).json();
  expect(await get('/_twin/clock')).toEqual({
    now: clock.now(),
    originAt: START,
    realOriginAt: 1,
    speed: 60,
  });
  expect(await get('/_twin/world')).toMatchObject({ groups: [{ id: LIVE_GROUP }] });
  expect(await get('/_twin/listeners')).toEqual({
    listeners: [{ listenerArn: LISTENER, actualPort: 1 }],
  });
  const refused = await fetch(`${server.url}/_twin/faults`, { method: 'POST', body: '{"kind":1}' });
  expect(refused.status).toBe(400);
});
