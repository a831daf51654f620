// Amazon's older JavaScript client against the twin: every service that it shares with it.
import CloudWatch from 'aws-sdk/clients/cloudwatch.js';
import Ec2 from 'aws-sdk/clients/ec2.js';
import Elbv2 from 'aws-sdk/clients/elbv2.js';
import Sts from 'aws-sdk/clients/sts.js';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { BENCH_START } from '../twin-bench.ts';
import {
  AMI_1,
  AMI_2,
  BLUE,
  GREEN,
  groupDocument,
  LISTENER,
  LIVE_GROUP,
  LOAD_BALANCER,
  PROD_RULE,
  SPARE,
} from '../twin-world.ts';
import { awsSettings, type ServedApis, serveApis } from './served-apis.ts';

let apis: ServedApis;
let elbv2: Elbv2;
const FAST = { maxRetries: 3, retryDelayOptions: { base: 1 } };
const POLLED = { delay: 0.01, maxAttempts: 500 };

beforeAll(async () => {
  apis = await serveApis();
  elbv2 = new Elbv2({ ...awsSettings(apis.url), ...FAST });
});

beforeEach(async () => {
  apis.twin.clearFaults();
  await apis.clock.advance(60_000);
});

afterAll(() => apis.close());

test('it reads load balancers, listeners, rules and target groups', async () => {
  const balancers = await elbv2.describeLoadBalancers({ Names: ['shop'] }).promise();
  expect(balancers.LoadBalancers).toMatchObject([
    {
      LoadBalancerArn: LOAD_BALANCER,
      State: { Code: 'active' },
      AvailabilityZones: [{ ZoneName: 'us-east-1a' }, { ZoneName: 'us-east-1b' }],
      CreatedTime: expect.any(Date),
    },
  ]);
  const listeners = await elbv2.describeListeners({ LoadBalancerArn: LOAD_BALANCER }).promise();
  expect(listeners.Listeners).toMatchObject([{ ListenerArn: LISTENER, Port: 80 }]);
  const rules = await elbv2.describeRules({ ListenerArn: LISTENER }).promise();
  expect(rules.Rules).toMatchObject([
    { RuleArn: PROD_RULE, Conditions: [{ Values: ['shop.example'] }], IsDefault: false },
    { Priority: 'default', IsDefault: true },
  ]);
  const first = await elbv2.describeTargetGroups({ PageSize: 2 }).promise();
  const { NextMarker: Marker } = first;
  const second = await elbv2.describeTargetGroups({ PageSize: 2, ...(Marker && { Marker }) });
  const groups = [first, await second.promise()].flatMap((each) => each.TargetGroups ?? []);
  expect(groups.map((each) => each.TargetGroupArn)).toEqual([BLUE, GREEN, SPARE]);
  const attributes = await elbv2.describeTargetGroupAttributes({ TargetGroupArn: BLUE }).promise();
  expect(attributes.Attributes).toContainEqual({ Key: 'stickiness.enabled', Value: 'false' });
});

test('it writes the weights of a rule and reads them in the form that was kept', async () => {
  const TargetGroups = [
    { TargetGroupArn: BLUE, Weight: 90 },
    { TargetGroupArn: GREEN, Weight: 10 },
  ];
  const Actions = [{ Type: 'forward', ForwardConfig: { TargetGroups } }];
  const kept = {
    Type: 'forward',
    ForwardConfig: { TargetGroups, TargetGroupStickinessConfig: { Enabled: false } },
  };
  const written = await elbv2.modifyRule({ RuleArn: PROD_RULE, Actions }).promise();
  expect(written.Rules?.[0]?.Actions).toEqual([kept]);
  await apis.clock.advance(1_000);
  const read = await elbv2.describeRules({ RuleArns: [PROD_RULE] }).promise();
  expect(read.Rules?.[0]?.Actions).toEqual([kept]);
});

test('it makes a target group and a rule, tags them, and takes them down again', async () => {
  const made = await elbv2
    .createTargetGroup({ Name: 'made', Protocol: 'HTTP', Port: 8080, VpcId: 'vpc-00000001' })
    .promise();
  const TargetGroupArn = made.TargetGroups?.[0]?.TargetGroupArn ?? '';
  const { Rules } = await elbv2
    .createRule({
      ListenerArn: LISTENER,
      Priority: 77,
      Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/made/*'] } }],
      Actions: [{ Type: 'forward', TargetGroupArn }],
      Tags: [{ Key: 'by', Value: 'the older client' }],
    })
    .promise();
  const RuleArn = Rules?.[0]?.RuleArn ?? '';
  const tags = await elbv2.describeTags({ ResourceArns: [RuleArn] }).promise();
  expect(tags.TagDescriptions?.[0]?.Tags).toEqual([{ Key: 'by', Value: 'the older client' }]);
  await expect(elbv2.deleteTargetGroup({ TargetGroupArn }).promise()).rejects.toMatchObject({
    code: 'ResourceInUse',
    statusCode: 400,
  });
  await elbv2.deleteRule({ RuleArn }).promise();
  await elbv2.deleteTargetGroup({ TargetGroupArn }).promise();
  await expect(elbv2.deleteRule({ RuleArn }).promise()).rejects.toMatchObject({
    code: 'RuleNotFound',
    retryable: false,
  });
});

test('its waiters wait for load balancers and targets until they are as wanted', async () => {
  const TargetGroupArn = BLUE;
  const health = await elbv2
    .waitFor('targetInService', { TargetGroupArn, $waiter: POLLED })
    .promise();
  const Id = health.TargetHealthDescriptions?.[0]?.Target?.Id ?? '';
  const Targets = [{ Id, Port: 80 }];
  await elbv2.deregisterTargets({ TargetGroupArn, Targets: [{ Id }] }).promise();
  const before = apis.calls('elbv2.DescribeTargetHealth');
  const gone = elbv2
    .waitFor('targetDeregistered', { TargetGroupArn, Targets, $waiter: POLLED })
    .promise();
  await apis.clock.drive(() => apis.calls('elbv2.DescribeTargetHealth') > before, 10_000);
  await apis.clock.advance(300_000);
  await gone;
  const exists = { Names: ['shop'], $waiter: POLLED };
  const { LoadBalancers } = await elbv2.waitFor('loadBalancerAvailable', exists).promise();
  expect(LoadBalancers?.[0]?.LoadBalancerArn).toBe(LOAD_BALANCER);
  await elbv2.waitFor('loadBalancersDeleted', { Names: ['none'], $waiter: POLLED }).promise();
});

test('it repeats throttled calls and calls whose answer was lost, and gives up at last', async () => {
  const operation = 'DescribeRules';
  const ask = () => elbv2.describeRules({ ListenerArn: LISTENER }).promise();
  apis.twin.inject({ kind: 'throttle', service: 'elbv2', operation, times: 2 });
  const before = apis.calls('elbv2.DescribeRules');
  expect((await ask()).Rules).toHaveLength(2);
  expect(apis.calls('elbv2.DescribeRules') - before).toBe(3);
  const when = 'before';
  apis.twin.inject({ kind: 'answer-lost', service: 'elbv2', operation, times: 1, when });
  expect((await ask()).Rules).toHaveLength(2);
  apis.twin.inject({ kind: 'throttle', service: 'elbv2', operation, times: 4 });
  await expect(ask()).rejects.toMatchObject({ code: 'Throttling', statusCode: 400 });
});

test('it finds images and the instances of a group, page by page, and waits for new ones', async () => {
  const ec2 = new Ec2({ ...awsSettings(apis.url), ...FAST });
  const { Images } = await ec2.describeImages({ ImageIds: [AMI_2] }).promise();
  expect(Images).toMatchObject([{ ImageId: AMI_2, State: 'available', Name: 'version-2' }]);
  const of = (id: string) => [{ Name: 'tag:spotinst:aws:ec2:group:id', Values: [id] }];
  const live = await ec2.describeInstances({ Filters: of(LIVE_GROUP) }).promise();
  const instances = live.Reservations?.flatMap((each) => each.Instances ?? []);
  expect(instances).toMatchObject([
    { ImageId: AMI_1, State: { Name: 'running', Code: 16 }, LaunchTime: expect.any(Date) },
    { ImageId: AMI_1, InstanceLifecycle: 'spot' },
  ]);
  const [made] = apis.twin.spot.create(groupDocument('made', GREEN, 6, AMI_2));
  const id = String(made?.['id']);
  await apis.clock.drive(() => apis.twin.spot.status(id).length === 6, 120_000);
  const running = ec2.waitFor('instanceRunning', { Filters: of(id), $waiter: POLLED }).promise();
  await apis.clock.advance(120_000);
  await running;
  const sizes: (number | undefined)[] = [];
  const pages = ec2.describeInstances({ Filters: of(id), MaxResults: 5 });
  await new Promise<void>((resolve, reject) => {
    pages.eachPage((error, page) => {
      if (error !== null) reject(error);
      else if (page === null) resolve();
      else sizes.push(page.Reservations?.length);
      return error === null;
    });
  });
  expect(sizes).toEqual([5, 1]);
  await expect(ec2.describeImages({ ImageIds: ['ami-0'] }).promise()).rejects.toMatchObject({
    code: 'InvalidAMIID.NotFound',
    statusCode: 400,
  });
});

test('it reads metrics and its own identity', async () => {
  const status = { targetStatus: 200, status: 200, durationMs: 20 };
  const at = Math.ceil((apis.clock.now() - BENCH_START) / 60_000) * 60_000 + BENCH_START;
  await apis.clock.advance(at + 1_000 - apis.clock.now());
  apis.twin.recordRequest({ loadBalancerArn: LOAD_BALANCER, targetGroupArn: BLUE, ...status });
  await apis.clock.advance(240_000);
  const cloudWatch = new CloudWatch({ ...awsSettings(apis.url), ...FAST });
  const Dimensions = [
    { Name: 'TargetGroup', Value: BLUE.split(':').at(-1) ?? '' },
    { Name: 'LoadBalancer', Value: LOAD_BALANCER.split(':loadbalancer/')[1] ?? '' },
  ];
  const Metric = { Namespace: 'AWS/ApplicationELB', MetricName: 'RequestCount', Dimensions };
  const request = {
    StartTime: new Date(at),
    EndTime: new Date(at + 60_000),
    MetricDataQueries: [{ Id: 'm', MetricStat: { Metric, Period: 60, Stat: 'Sum' } }],
  };
  const { MetricDataResults } = await cloudWatch.getMetricData(request).promise();
  expect(MetricDataResults).toEqual([
    {
      Id: 'm',
      Label: 'RequestCount',
      Timestamps: [new Date(at)],
      Values: [1],
      StatusCode: 'Complete',
      Messages: [],
    },
  ]);
  const backwards = { ...request, EndTime: new Date(0) };
  await expect(cloudWatch.getMetricData(backwards).promise()).rejects.toMatchObject({
    code: 'InvalidParameterValue',
  });
  const identity = await new Sts(awsSettings(apis.url)).getCallerIdentity().promise();
  expect(identity).toMatchObject({ Account: '123456789012', UserId: 'AIDATWIN' });
});
