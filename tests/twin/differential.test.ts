// Where other emulators of load balancers differ from AWS: the twin does as AWS does, seen through AWS's own client.
import { get } from 'node:http';
import {
  DeregisterTargetsCommand,
  DescribeRulesCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  ModifyRuleCommand,
  RegisterTargetsCommand,
  type TargetGroupTuple,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTwinServer, type TwinServer } from '../../src/twin/http/start-twin-server.ts';
import { eventually } from '../eventually.ts';
import { type TwinBench, twinBench } from '../twin-bench.ts';
import { BLUE, GREEN, LISTENER, LIVE_GROUP, PROD_RULE, SPARE } from '../twin-world.ts';
import { startServedWorld } from './served-world.ts';

let bench: TwinBench;
let server: TwinServer;
let elbv2: ElasticLoadBalancingV2Client;

beforeEach(async () => {
  bench = twinBench();
  server = await startTwinServer(bench);
  elbv2 = new ElasticLoadBalancingV2Client({
    region: 'us-east-1',
    endpoint: server.url,
    credentials: { accessKeyId: 'twin', secretAccessKey: 'twin' },
    maxAttempts: 1,
  });
});

afterEach(async () => {
  elbv2.destroy();
  await server.close();
  bench.twin.close();
});

async function writeRule(RuleArn: string, TargetGroups: TargetGroupTuple[]) {
  const Actions = [{ Type: 'forward' as const, ForwardConfig: { TargetGroups } }];
  return (await elbv2.send(new ModifyRuleCommand({ RuleArn, Actions }))).Rules?.[0]?.Actions?.[0];
}

async function rules() {
  return (await elbv2.send(new DescribeRulesCommand({ ListenerArn: LISTENER }))).Rules ?? [];
}

async function health(TargetGroupArn: string) {
  const answer = await elbv2.send(new DescribeTargetHealthCommand({ TargetGroupArn }));
  return (answer.TargetHealthDescriptions ?? []).map((each) => each.TargetHealth);
}

function firstInstance(): string {
  return String(bench.twin.spot.status(LIVE_GROUP)[0]?.['instanceId']);
}

test('weights are kept and answered as they were written (not dropped)', async () => {
  const groups = [
    { TargetGroupArn: BLUE, Weight: 37 },
    { TargetGroupArn: GREEN, Weight: 63 },
  ];
  await writeRule(PROD_RULE, groups);
  await bench.clock.advance(5_000);
  expect((await rules())[0]?.Actions?.[0]?.ForwardConfig?.TargetGroups).toEqual(groups);
});

test.each([1_000, -1])('a weight of %d is refused (not stored)', async (Weight) => {
  const groups = [
    { TargetGroupArn: BLUE, Weight },
    { TargetGroupArn: GREEN, Weight: 1 },
  ];
  await expect(writeRule(PROD_RULE, groups)).rejects.toMatchObject({ Code: 'ValidationError' });
  expect(await bench.states(BLUE)).toEqual(['healthy', 'healthy']);
  const kept = (await rules())[0]?.Actions?.[0]?.ForwardConfig?.TargetGroups;
  expect(kept?.map((each) => each.Weight)).toEqual([100, 0]);
});

test('the default rule cannot be modified as a rule (it is not changed)', async () => {
  const before = (await rules()).at(-1);
  const write = writeRule(before?.RuleArn ?? '', [{ TargetGroupArn: BLUE, Weight: 1 }]);
  await expect(write).rejects.toMatchObject({
    name: 'OperationNotPermittedException',
    message: expect.stringContaining('cannot be modified'),
  });
  await bench.clock.advance(5_000);
  expect((await rules()).at(-1)).toEqual(before);
});

test('an action with one group is answered in both forms, whichever was sent', async () => {
  const both = {
    Type: 'forward',
    TargetGroupArn: GREEN,
    ForwardConfig: {
      TargetGroups: [{ TargetGroupArn: GREEN, Weight: 1 }],
      TargetGroupStickinessConfig: { Enabled: false },
    },
  };
  expect(await writeRule(PROD_RULE, [{ TargetGroupArn: GREEN }])).toEqual(both);
  const Actions = [{ Type: 'forward' as const, TargetGroupArn: GREEN }];
  const short = await elbv2.send(new ModifyRuleCommand({ RuleArn: PROD_RULE, Actions }));
  expect(short.Rules?.[0]?.Actions).toEqual([both]);
});

test('targets of a group that no rule names are unused (not healthy, not initial)', async () => {
  const Targets = [{ Id: firstInstance() }];
  await elbv2.send(new RegisterTargetsCommand({ TargetGroupArn: SPARE, Targets }));
  await bench.clock.advance(300_000);
  expect(await health(SPARE)).toEqual([
    {
      State: 'unused',
      Reason: 'Target.NotInUse',
      Description: 'Target group is not configured to receive traffic from the load balancer',
    },
  ]);
});

test('a deregistered target drains for the whole delay (it is not gone at once)', async () => {
  const Targets = [{ Id: firstInstance() }];
  await elbv2.send(new DeregisterTargetsCommand({ TargetGroupArn: BLUE, Targets }));
  const draining = { State: 'draining', Reason: 'Target.DeregistrationInProgress' };
  expect(await health(BLUE)).toContainEqual(expect.objectContaining(draining));
  await bench.clock.advance(299_000);
  expect(await health(BLUE)).toContainEqual(expect.objectContaining(draining));
  await bench.clock.advance(2_000);
  expect(await health(BLUE)).not.toContainEqual(expect.objectContaining(draining));
});

test('deregistering what was never registered succeeds (it is no invalid target)', async () => {
  const Targets = [{ Id: 'i-0123456789abcdef0' }];
  const answer = await elbv2.send(new DeregisterTargetsCommand({ TargetGroupArn: BLUE, Targets }));
  expect(answer.$metadata.httpStatusCode).toBe(200);
  expect(await health(BLUE)).toHaveLength(2);
});

test('requests go through real sockets by weight, and a cookie keeps a client with its group', async () => {
  const world = await startServedWorld({ blue: 50, green: 50 });
  try {
    const free = await Promise.all(Array.from({ length: 60 }, () => request(world.port)));
    expect(new Set(free.map(({ instance }) => instance))).toEqual(new Set(['blue', 'green']));
    const TargetGroups = [BLUE, GREEN].map((TargetGroupArn) => ({ TargetGroupArn, Weight: 50 }));
    const TargetGroupStickinessConfig = { Enabled: true, DurationSeconds: 60 };
    const config = { TargetGroups, TargetGroupStickinessConfig };
    const Actions = [{ Type: 'forward', ForwardConfig: config }];
    world.twin.elbv2.modifyRule({ RuleArn: PROD_RULE, Actions });
    const first = await eventually('a cookie', () => requestWithCookie(world.port), 5_000);
    const kept = await Promise.all(
      Array.from({ length: 20 }, () => request(world.port, first.cookie)),
    );
    expect(new Set(kept.map(({ instance }) => instance))).toEqual(new Set([first.instance]));
  } finally {
    await world.close();
  }
});

test('too many calls are throttled, and unsigned ones refused (neither is let through)', async () => {
  const calls = await Promise.allSettled(Array.from({ length: 60 }, () => rules()));
  const refused = calls.filter(({ status }) => status === 'rejected');
  expect(refused).toHaveLength(20);
  expect(refused[0]).toMatchObject({ reason: { Code: 'Throttling', message: 'Rate exceeded' } });
  const unsigned = await fetch(server.url, { method: 'POST', body: 'Action=DescribeRules' });
  expect(unsigned.status).toBe(403);
});

test('a change reaches each node of the load balancer later (not at once)', async () => {
  const weights = new Map<number, number | undefined>();
  bench.twin.onRoutingView(({ node, listeners }) => {
    const action = listeners[0]?.rules[0]?.action;
    const groups = action?.type === 'forward' ? action.targetGroups : [];
    weights.set(node, groups.find(({ arn }) => arn === GREEN)?.weight);
  });
  await writeRule(PROD_RULE, [
    { TargetGroupArn: BLUE, Weight: 90 },
    { TargetGroupArn: GREEN, Weight: 10 },
  ]);
  expect([...weights.values()]).toEqual([0, 0]);
  await bench.clock.drive(() => [...weights.values()].includes(10), 10_000);
  expect([...weights.values()].sort()).toEqual([0, 10]);
  await bench.clock.advance(10_000);
  expect([...weights.values()]).toEqual([10, 10]);
});

test('Spot’s groups are there too, and their instances are the targets', async () => {
  const answer = await fetch(
    `${server.url}/aws/ec2/group/${LIVE_GROUP}/status?accountId=act-twin`,
    {
      headers: { authorization: 'Bearer twin' },
    },
  );
  const { response } = (await answer.json()) as { response: { items: { instanceId: string }[] } };
  const { TargetHealthDescriptions: targets } = await elbv2.send(
    new DescribeTargetHealthCommand({ TargetGroupArn: BLUE }),
  );
  expect(response.items.map(({ instanceId }) => instanceId)).toEqual(
    targets?.map(({ Target }) => Target?.Id),
  );
});

interface Reply {
  readonly instance: string | undefined;
  readonly cookie: string;
}

function request(port: number, cookie = ''): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const headers = { host: 'shop.example', ...(cookie === '' ? {} : { cookie }) };
    const sent = get({ host: '127.0.0.1', port, headers, agent: false }, (answer) => {
      answer.resume();
      const instance = answer.headers['x-instance'];
      const cookies = (answer.headers['set-cookie'] ?? []).map((each) => each.split(';')[0]);
      resolve({ instance: instance?.toString(), cookie: cookies.join('; ') });
    });
    sent.on('error', reject);
  });
}

/** Once every node keeps clients: any of them may answer any request. */
async function requestWithCookie(port: number): Promise<Reply | undefined> {
  const replies = await Promise.all(Array.from({ length: 20 }, () => request(port)));
  return replies.every(({ cookie }) => cookie !== '') ? replies[0] : undefined;
}
