// Signatures of Amazon's own clients against a twin whose world has keys.
import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeImagesCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import OlderCloudWatch from 'aws-sdk/clients/cloudwatch.js';
import OlderEc2 from 'aws-sdk/clients/ec2.js';
import OlderElbv2 from 'aws-sdk/clients/elbv2.js';
import OlderSts from 'aws-sdk/clients/sts.js';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTwinServer, type TwinServer } from '../../src/twin/http/start-twin-server.ts';
import { type TwinBench, twinBench } from '../twin-bench.ts';
import { AMI_1, LOAD_BALANCER, twinWorld } from '../twin-world.ts';

interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

const LASTING: Keys = { accessKeyId: 'AKIALASTING', secretAccessKey: 'lasting/Secret+1' };
const TEMPORARY: Keys = {
  accessKeyId: 'ASIATEMPORARY',
  secretAccessKey: 'temporary',
  sessionToken: 'a/Token+with=signs',
};

let bench: TwinBench;
let server: TwinServer;
let wallSkewMs = 0;

beforeAll(async () => {
  bench = twinBench(twinWorld({ credentials: [{ ...LASTING }, { ...TEMPORARY }] }));
  const { twin, clock } = bench;
  server = await startTwinServer({ twin, clock, wallNow: () => Date.now() + wallSkewMs });
});

beforeEach(async () => {
  wallSkewMs = 0;
  await bench.clock.advance(10_000);
});

afterAll(async () => {
  await server.close();
  bench.twin.close();
});

interface Refused {
  readonly code: string;
  readonly status: number;
}

const settings = (credentials: Keys) => ({
  region: 'us-east-1',
  endpoint: server.url,
  credentials,
  maxAttempts: 1,
});

/** One call of each service by the present clients; the answers are what each tells of the world. */
const PRESENT: Readonly<Record<string, (keys: Keys) => Promise<unknown>>> = {
  ELBv2: async (keys) => {
    const client = new ElasticLoadBalancingV2Client(settings(keys));
    const { LoadBalancers } = await client.send(new DescribeLoadBalancersCommand({}));
    return LoadBalancers?.[0]?.LoadBalancerArn;
  },
  CloudWatch: async (keys) => {
    const EndTime = new Date(bench.clock.now());
    const Metric = { Namespace: 'AWS/ApplicationELB', MetricName: 'RequestCount' };
    const MetricDataQueries = [{ Id: 'm', MetricStat: { Metric, Period: 60, Stat: 'Sum' } }];
    const StartTime = new Date(EndTime.getTime() - 60_000);
    const client = new CloudWatchClient(settings(keys));
    const command = new GetMetricDataCommand({ StartTime, EndTime, MetricDataQueries });
    return (await client.send(command)).MetricDataResults?.[0]?.Id;
  },
  EC2: async (keys) => {
    const client = new EC2Client(settings(keys));
    const { Images } = await client.send(new DescribeImagesCommand({ ImageIds: [AMI_1] }));
    return Images?.[0]?.ImageId;
  },
  STS: async (keys) => {
    const client = new STSClient(settings(keys));
    return (await client.send(new GetCallerIdentityCommand({}))).Account;
  },
};
/** And by the older ones. */
const OLDER: typeof PRESENT = {
  ELBv2: async (keys) => {
    const client = new OlderElbv2(older(keys));
    const { LoadBalancers } = await client.describeLoadBalancers().promise();
    return LoadBalancers?.[0]?.LoadBalancerArn;
  },
  CloudWatch: async (keys) => {
    const EndTime = new Date(bench.clock.now());
    const Metric = { Namespace: 'AWS/ApplicationELB', MetricName: 'RequestCount' };
    const MetricDataQueries = [{ Id: 'm', MetricStat: { Metric, Period: 60, Stat: 'Sum' } }];
    const StartTime = new Date(EndTime.getTime() - 60_000);
    const asked = new OlderCloudWatch(older(keys)).getMetricData({
      StartTime,
      EndTime,
      MetricDataQueries,
    });
    return (await asked.promise()).MetricDataResults?.[0]?.Id;
  },
  EC2: async (keys) => {
    const { Images } = await new OlderEc2(older(keys))
      .describeImages({ ImageIds: [AMI_1] })
      .promise();
    return Images?.[0]?.ImageId;
  },
  STS: async (keys) => (await new OlderSts(older(keys)).getCallerIdentity().promise()).Account,
};

const older = (keys: Keys) => ({ ...settings(keys), maxRetries: 0, correctClockSkew: false });

const TOLD: Readonly<Record<string, string>> = {
  ELBv2: LOAD_BALANCER,
  CloudWatch: 'm',
  EC2: AMI_1,
  STS: '123456789012',
};
const CALLS = Object.keys(TOLD).flatMap((service) => [
  { service, age: 'present', call: PRESENT[service] ?? missing },
  { service, age: 'older', call: OLDER[service] ?? missing },
]);

test.each(CALLS)('the $age $service client passes with a key of the world', async (each) => {
  expect(await each.call(LASTING)).toBe(TOLD[each.service]);
  expect(await each.call(TEMPORARY)).toBe(TOLD[each.service]);
});

test.each(CALLS)('the $age $service client is refused with a wrong secret', async (each) => {
  const wrong = await refused(each.call({ ...LASTING, secretAccessKey: 'wrong' }));
  expect(wrong).toEqual(REFUSALS[protocolOf(each)].wrong);
});

test.each(CALLS)('the $age $service client is refused with an unknown key', async (each) => {
  const { unknown } = REFUSALS[protocolOf(each)];
  expect(await refused(each.call({ ...LASTING, accessKeyId: 'AKIAOTHER' }))).toEqual(unknown);
  expect(await refused(each.call({ ...TEMPORARY, sessionToken: 'old' }))).toEqual(unknown);
});

test.each(CALLS)('the $age $service client is refused when its clock is wrong', async (each) => {
  wallSkewMs = 301_000;
  expect(await refused(each.call(LASTING))).toEqual(REFUSALS[protocolOf(each)].skewed);
});

const NOT_VALIDATED = { code: 'AuthFailure', status: 401 };
const MISMATCH = { code: 'SignatureDoesNotMatch', status: 403 };
const INVALID = { code: 'InvalidSignatureException', status: 400 };
const REFUSALS = {
  query: {
    wrong: MISMATCH,
    unknown: { code: 'InvalidClientTokenId', status: 403 },
    skewed: MISMATCH,
  },
  ec2: {
    wrong: NOT_VALIDATED,
    unknown: NOT_VALIDATED,
    skewed: { code: 'RequestExpired', status: 400 },
  },
  cbor: {
    wrong: INVALID,
    unknown: { code: 'UnrecognizedClientException', status: 400 },
    skewed: INVALID,
  },
};

function protocolOf(each: { service: string; age: string }): keyof typeof REFUSALS {
  if (each.service === 'EC2') return 'ec2';
  return each.service === 'CloudWatch' && each.age === 'present' ? 'cbor' : 'query';
}

async function refused(call: Promise<unknown>): Promise<Refused> {
  try {
    return await call.then((told) => Promise.reject(new Error(`it was answered: ${told}`)));
  } catch (error) {
    const { name, code, statusCode, $metadata } = error as {
      readonly name: string;
      readonly code?: string;
      readonly statusCode?: number;
      readonly $metadata?: { readonly httpStatusCode?: number };
    };
    return { code: code ?? name, status: statusCode ?? $metadata?.httpStatusCode ?? 0 };
  }
}

function missing(): Promise<never> {
  return Promise.reject(new Error('the service has no call'));
}
