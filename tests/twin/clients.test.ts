// Others' clients against the twin: Amazon's own, in each of the protocols that they speak.
import { execFile, execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import {
  CloudWatchClient,
  type CloudWatchClientConfig,
  GetMetricDataCommand,
  type GetMetricDataCommandInput,
} from '@aws-sdk/client-cloudwatch';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTwinServer, type TwinServer } from '../../src/twin/http/start-twin-server.ts';
import { BENCH_START, type TwinBench, twinBench } from '../twin-bench.ts';
import {
  AMI_1,
  BLUE,
  GREEN,
  LISTENER,
  LIVE_GROUP,
  LOAD_BALANCER,
  PROD_RULE,
} from '../twin-world.ts';
import { SIGNED } from './hostile-requests.ts';

let bench: TwinBench;
let server: TwinServer;

beforeAll(async () => {
  bench = twinBench();
  const { twin, clock } = bench;
  server = await startTwinServer({ twin, clock });
  for (const durationMs of [10, 15, 35]) {
    const status = { targetStatus: 200, status: 200 };
    twin.recordRequest({
      loadBalancerArn: LOAD_BALANCER,
      targetGroupArn: BLUE,
      ...status,
      durationMs,
    });
  }
  await clock.advance(300_000);
});

beforeEach(() => bench.clock.advance(60_000));

afterAll(async () => {
  await server.close();
  bench.twin.close();
});

/** The protocol is no part of the client's own package, so it is found from there. */
const fromClient = createRequire(import.meta.resolve('@aws-sdk/client-cloudwatch'));
const { AwsSmithyRpcV2CborProtocol, AwsJson1_0Protocol } = fromClient(
  '@aws-sdk/core/protocols',
) as Readonly<Record<string, NonNullable<CloudWatchClientConfig['protocol']>>>;

test.each([
  ['RPC v2 CBOR', AwsSmithyRpcV2CborProtocol],
  ['JSON 1.0', AwsJson1_0Protocol],
])('the CloudWatch client reads numbers, times and errors in %s', async (_, protocol) => {
  if (protocol === undefined) throw new Error('the client has lost this protocol');
  const client = new CloudWatchClient({ ...settings(), protocol });
  const answer = await client.send(new GetMetricDataCommand(metrics('RequestCount', 'Sum')));
  expect(answer.MetricDataResults?.[0]).toEqual({
    Id: 'm',
    Label: 'RequestCount',
    StatusCode: 'Complete',
    Timestamps: [new Date(BENCH_START)],
    Values: [3],
  });
  const times = await client.send(
    new GetMetricDataCommand(metrics('TargetResponseTime', 'Average')),
  );
  expect(times.MetricDataResults?.[0]?.Values?.[0]).toBeCloseTo(0.02, 3);
  const math = { ...window(), MetricDataQueries: [{ Id: 'e', Expression: 'm1/m2' }] };
  await expect(client.send(new GetMetricDataCommand(math))).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining("Error in expression 'e'"),
    $metadata: { httpStatusCode: 400 },
  });
  client.destroy();
});

test('CloudWatch answers older clients in the query protocol', async () => {
  const asked = await query('monitoring', {
    Action: 'GetMetricData',
    Version: '2010-08-01',
    StartTime: new Date(BENCH_START).toISOString(),
    EndTime: '2026-01-05T12:05:00Z',
    ...queryOfMetric('RequestCount'),
  });
  expect(asked.status).toBe(200);
  expect(asked.text).toContain('<GetMetricDataResponse xmlns="http://monitoring.amazonaws.com/');
  expect(asked.text).toContain(
    '<Timestamps><member>2026-01-05T12:00:00.000Z</member></Timestamps><Values><member>3</member></Values>',
  );
  const math = await query('monitoring', {
    Action: 'GetMetricData',
    StartTime: '2026-01-05T12:00:00Z',
    EndTime: '2026-01-05T12:05:00Z',
    'MetricDataQueries.member.1.Id': 'e',
    'MetricDataQueries.member.1.Expression': 'm1/m2',
  });
  expect(math).toMatchObject({
    status: 400,
    text: expect.stringContaining('<Code>ValidationError'),
  });
  const noTime = await query('monitoring', {
    Action: 'GetMetricData',
    StartTime: 'yesterday',
    ...queryOfMetric('RequestCount'),
  });
  expect(noTime).toMatchObject({
    status: 400,
    text: expect.stringContaining('<Code>InvalidParameterValue'),
  });
});

test('STS tells its client and a plain request the same account', async () => {
  const client = new STSClient(settings());
  const identity = await client.send(new GetCallerIdentityCommand({}));
  expect(identity).toMatchObject({
    Account: '123456789012',
    Arn: 'arn:aws:iam::123456789012:user/twin',
  });
  const plain = await query('sts', { Action: 'GetCallerIdentity', Version: '2011-06-15' });
  expect(plain.text).toContain(`<Account>${identity.Account}</Account>`);
  client.destroy();
});

test('an unknown CBOR operation is refused in CBOR', async () => {
  const authorization = SIGNED.replace('SERVICE', 'monitoring');
  const headers = { authorization, 'smithy-protocol': 'rpc-v2-cbor' };
  const path = '/service/GraniteServiceVersion20100801/operation/Other';
  const answer = await fetch(`${server.url}${path}`, { method: 'POST', headers, body: '' });
  expect(answer.status).toBe(404);
  expect(answer.headers.get('content-type')).toBe('application/cbor');
  expect(await answer.text()).toContain('UnknownOperationException');
});

/** Continuous integration brings the command: there its absence is a failure, not a skip. */
const hasAws = ((): boolean => {
  if (process.env['CI'] === 'true') return true;
  try {
    execFileSync('aws', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

test.skipIf(!hasAws)(
  'the aws command reads and writes (needs the aws command)',
  async () => {
    const rules = await aws('elbv2', 'describe-rules', '--listener-arn', LISTENER);
    expect(rules).toMatchObject({ Rules: [{ RuleArn: PROD_RULE }, { IsDefault: true }] });
    const groups = [BLUE, GREEN].map((TargetGroupArn) => ({ TargetGroupArn, Weight: 50 }));
    const actions = JSON.stringify([{ Type: 'forward', ForwardConfig: { TargetGroups: groups } }]);
    const written = await aws(
      'elbv2',
      'modify-rule',
      '--rule-arn',
      PROD_RULE,
      '--actions',
      actions,
    );
    expect(written).toMatchObject({
      Rules: [{ Actions: [{ ForwardConfig: { TargetGroups: groups } }] }],
    });
    const health = await aws('elbv2', 'describe-target-health', '--target-group-arn', BLUE);
    expect(health).toMatchObject({
      TargetHealthDescriptions: [
        { TargetHealth: { State: 'healthy' } },
        { TargetHealth: { State: 'healthy' } },
      ],
    });
  },
  60_000,
);

test.skipIf(!hasAws)(
  'the aws command reads metrics and its identity (needs the aws command)',
  async () => {
    const { MetricDataQueries } = metrics('RequestCount', 'Sum');
    const times = ['--start-time', '2026-01-05T12:00:00Z', '--end-time', '2026-01-05T12:05:00Z'];
    const queries = ['--metric-data-queries', JSON.stringify(MetricDataQueries)];
    const read = await aws('cloudwatch', 'get-metric-data', ...times, ...queries);
    expect(read).toMatchObject({ MetricDataResults: [{ Id: 'm', Values: [3] }] });
    expect(await aws('sts', 'get-caller-identity')).toMatchObject({ Account: '123456789012' });
  },
  60_000,
);

test.skipIf(!hasAws)(
  'the aws command finds images and instances (needs the aws command)',
  async () => {
    const images = await aws('ec2', 'describe-images', '--image-ids', AMI_1);
    expect(images).toMatchObject({ Images: [{ ImageId: AMI_1, State: 'available' }] });
    const tag = `Name=tag:spotinst:aws:ec2:group:id,Values=${LIVE_GROUP}`;
    const found = await aws('ec2', 'describe-instances', '--filters', tag);
    const instance = { ImageId: AMI_1, State: { Name: 'running' }, InstanceLifecycle: 'spot' };
    expect(found).toMatchObject({
      Reservations: [{ Instances: [instance] }, { Instances: [instance] }],
    });
  },
  60_000,
);

async function aws(...words: readonly string[]): Promise<unknown> {
  const common = ['--endpoint-url', server.url, '--region', 'us-east-1', '--output', 'json'];
  const env = {
    PATH: process.env['PATH'],
    HOME: tmpdir(),
    AWS_ACCESS_KEY_ID: 'twin',
    AWS_SECRET_ACCESS_KEY: 'twin',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  const { stdout } = await promisify(execFile)('aws', [...words, ...common], { env });
  return JSON.parse(stdout);
}

function settings() {
  return {
    region: 'us-east-1',
    endpoint: server.url,
    credentials: { accessKeyId: 'twin', secretAccessKey: 'twin' },
    maxAttempts: 1,
  };
}

async function query(service: string, fields: Readonly<Record<string, string>>) {
  const answer = await fetch(server.url, {
    method: 'POST',
    headers: { authorization: SIGNED.replace('SERVICE', service) },
    body: new URLSearchParams(fields),
  });
  return { status: answer.status, text: await answer.text() };
}

function window() {
  return { StartTime: new Date(BENCH_START), EndTime: new Date(BENCH_START + 300_000) };
}

function metrics(MetricName: string, Stat: string): GetMetricDataCommandInput {
  const Dimensions = [
    { Name: 'TargetGroup', Value: BLUE.split(':').at(-1) },
    { Name: 'LoadBalancer', Value: LOAD_BALANCER.split(':loadbalancer/')[1] },
  ];
  const Metric = { Namespace: 'AWS/ApplicationELB', MetricName, Dimensions };
  return {
    ...window(),
    MetricDataQueries: [{ Id: 'm', MetricStat: { Metric, Period: 60, Stat } }],
  };
}

function queryOfMetric(name: string): Readonly<Record<string, string>> {
  const stat = 'MetricDataQueries.member.1.MetricStat';
  const dimension = `${stat}.Metric.Dimensions.member`;
  return {
    'MetricDataQueries.member.1.Id': 'm',
    [`${stat}.Metric.Namespace`]: 'AWS/ApplicationELB',
    [`${stat}.Metric.MetricName`]: name,
    [`${dimension}.1.Name`]: 'TargetGroup',
    [`${dimension}.1.Value`]: BLUE.split(':').at(-1) ?? '',
    [`${dimension}.2.Name`]: 'LoadBalancer',
    [`${dimension}.2.Value`]: LOAD_BALANCER.split(':loadbalancer/')[1] ?? '',
    [`${stat}.Period`]: '60',
    [`${stat}.Stat`]: 'Sum',
  };
}
