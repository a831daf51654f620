// A load balancer's whole life by AWS's own client, over a real socket.
import {
  AddTagsCommand,
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  CreateTargetGroupCommand,
  DeleteListenerCommand,
  DeleteLoadBalancerCommand,
  DeleteTargetGroupCommand,
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTagsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  ModifyRuleCommand,
  ModifyTargetGroupAttributesCommand,
  RegisterTargetsCommand,
  type RuleTransform,
  SetRulePrioritiesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TwinBench, twinBench } from '../../../tests/twin-bench.ts';
import { startTwinServer, type TwinServer } from './start-twin-server.ts';

let bench: TwinBench;
let server: TwinServer;
let client: ElasticLoadBalancingV2Client;

beforeAll(async () => {
  bench = twinBench();
  server = await startTwinServer({ twin: bench.twin, clock: bench.clock });
  client = new ElasticLoadBalancingV2Client({
    region: 'us-east-1',
    endpoint: server.url,
    credentials: { accessKeyId: 'twin', secretAccessKey: 'twin' },
    maxAttempts: 1,
  });
});

afterAll(async () => {
  client.destroy();
  await server.close();
  bench.twin.close();
});

async function newTargetGroup(Name: string): Promise<string> {
  const parts = { Protocol: 'HTTP', Port: 80, VpcId: 'vpc-00000001' } as const;
  const { TargetGroups } = await client.send(new CreateTargetGroupCommand({ Name, ...parts }));
  return TargetGroups?.[0]?.TargetGroupArn ?? '';
}

async function newLoadBalancer(Name: string): Promise<string> {
  const Subnets = ['subnet-00000001', 'subnet-00000002'];
  const answer = await client.send(new CreateLoadBalancerCommand({ Name, Subnets }));
  expect(answer.LoadBalancers?.[0]?.CreatedTime).toEqual(new Date(bench.clock.now()));
  return answer.LoadBalancers?.[0]?.LoadBalancerArn ?? '';
}

test('a load balancer is made, ordered, tagged and taken down again', async () => {
  const LoadBalancerArn = await newLoadBalancer('client');
  const TargetGroupArn = await newTargetGroup('client-blue');
  const Actions = [{ Type: 'forward', TargetGroupArn }] as const;
  const { Listeners } = await client.send(
    new CreateListenerCommand({
      LoadBalancerArn,
      Protocol: 'HTTP',
      Port: 80,
      DefaultActions: [...Actions],
    }),
  );
  const ListenerArn = Listeners?.[0]?.ListenerArn ?? '';
  const newRule = async (Priority: number, path: string): Promise<string> => {
    const Conditions = [{ Field: 'path-pattern', Values: [path] }];
    const request = { ListenerArn, Priority, Conditions, Actions: [...Actions] };
    const { Rules } = await client.send(new CreateRuleCommand(request));
    return Rules?.[0]?.RuleArn ?? '';
  };
  const one = await newRule(1, '/one');
  const two = await newRule(2, '/two');
  const RulePriorities = [
    { RuleArn: one, Priority: 2 },
    { RuleArn: two, Priority: 1 },
  ];
  await client.send(new SetRulePrioritiesCommand({ RulePriorities }));
  const { Rules } = await client.send(new DescribeRulesCommand({ ListenerArn }));
  expect(Rules?.map((rule) => [rule.Priority, rule.RuleArn]).slice(0, 2)).toEqual([
    ['1', two],
    ['2', one],
  ]);
  const Tags = [{ Key: 'team', Value: 'shop + co@home' }];
  await client.send(new AddTagsCommand({ ResourceArns: [one], Tags }));
  const tagged = await client.send(new DescribeTagsCommand({ ResourceArns: [one] }));
  expect(tagged.TagDescriptions).toEqual([{ ResourceArn: one, Tags }]);

  await expect(client.send(new DeleteTargetGroupCommand({ TargetGroupArn }))).rejects.toMatchObject(
    {
      name: 'ResourceInUseException',
    },
  );
  await client.send(new DeleteListenerCommand({ ListenerArn }));
  await client.send(new DeleteTargetGroupCommand({ TargetGroupArn }));
  await client.send(new DeleteLoadBalancerCommand({ LoadBalancerArn }));
  await expect(
    client.send(new DescribeLoadBalancersCommand({ LoadBalancerArns: [LoadBalancerArn] })),
  ).rejects.toMatchObject({ name: 'LoadBalancerNotFoundException' });
});

test('the transforms of a rule are written, read and reset', async () => {
  const { LoadBalancers } = await client.send(new DescribeLoadBalancersCommand({}));
  const LoadBalancerArn = LoadBalancers?.[0]?.LoadBalancerArn;
  const { Listeners } = await client.send(new DescribeListenersCommand({ LoadBalancerArn }));
  const ListenerArn = Listeners?.[0]?.ListenerArn;
  const Transforms: RuleTransform[] = [
    {
      Type: 'host-header-rewrite',
      HostHeaderRewriteConfig: { Rewrites: [{ Regex: '^(.+)\\.example$', Replace: '$1.inner' }] },
    },
    { Type: 'url-rewrite', UrlRewriteConfig: { Rewrites: [{ Regex: '^/api', Replace: '' }] } },
  ];
  const { Rules } = await client.send(
    new CreateRuleCommand({
      ListenerArn,
      Priority: 900,
      Conditions: [{ Field: 'path-pattern', Values: ['/api/*'] }],
      Actions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
      Transforms,
    }),
  );
  expect(Rules?.[0]?.Transforms).toEqual(Transforms);
  const RuleArn = Rules?.[0]?.RuleArn;
  const read = async () =>
    (await client.send(new DescribeRulesCommand({ RuleArns: [RuleArn ?? ''] }))).Rules?.[0];
  expect((await read())?.Transforms).toEqual(Transforms);
  await client.send(new ModifyRuleCommand({ RuleArn, ResetTransforms: true }));
  expect((await read())?.Transforms).toBeUndefined();
});

test('a target of a new group is unused until a new listener forwards to it, then earns its health', async () => {
  const TargetGroupArn = await newTargetGroup('client-green');
  const [instance] = bench.twin.spot.status('sig-00000001');
  const Targets = [{ Id: String(instance?.['instanceId']) }];
  await client.send(new RegisterTargetsCommand({ TargetGroupArn, Targets }));
  await client.send(
    new ModifyTargetGroupAttributesCommand({
      TargetGroupArn,
      Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '10' }],
    }),
  );
  const state = async (): Promise<string | undefined> => {
    const health = await client.send(new DescribeTargetHealthCommand({ TargetGroupArn }));
    return health.TargetHealthDescriptions?.[0]?.TargetHealth?.State;
  };
  expect(await state()).toBe('unused');
  await client.send(
    new CreateListenerCommand({
      LoadBalancerArn: await newLoadBalancer('client-two'),
      Protocol: 'HTTP',
      Port: 80,
      DefaultActions: [{ Type: 'forward', TargetGroupArn }],
    }),
  );
  expect(await state()).toBe('initial');
  await bench.clock.advance(40_000);
  expect(await state()).toBe('healthy');
});
