// What is made ready for a write has not left, and never takes the place of another write.
import { type Agent, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { BLUE, clientsOf, forwardXml, GREEN, RULE, ruleXml } from '../../../tests/aws-answers.ts';
import { eventually } from '../../../tests/eventually.ts';
import type { RuleAction } from '../../traffic/forward-action.ts';
import type { LoadBalancers, Rule } from '../load-balancer.ts';
import { createAwsLoadBalancers } from './load-balancers.ts';

const rule: Rule = {
  arn: RULE,
  listenerArn: '',
  priority: '10',
  isDefault: false,
  conditions: [],
  actions: [],
};

function toTargetGroup(arn: string): readonly RuleAction[] {
  return [
    { Type: 'forward', ForwardConfig: { TargetGroups: [{ TargetGroupArn: arn, Weight: 1 }] } },
  ];
}

interface Listening extends AsyncDisposable {
  readonly loadBalancers: LoadBalancers;
  readonly bodies: readonly URLSearchParams[];
  /** Connections so far, and those that the client has. */
  connected(): number;
  held(): number;
  disconnect(): void;
}

async function listening(keptMs?: number): Promise<Listening> {
  const bodies: URLSearchParams[] = [];
  let connections = 0;
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    bodies.push(new URLSearchParams(body));
    const rules = ruleXml(RULE, '10', forwardXml({ [BLUE]: 1 }));
    response.end(
      `<ModifyRuleResponse><ModifyRuleResult><Rules>${rules}</Rules></ModifyRuleResult></ModifyRuleResponse>`,
    );
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = clientsOf(url).loadBalancing;
  return {
    loadBalancers: createAwsLoadBalancers({ client, ...(keptMs !== undefined && { keptMs }) }),
    bodies,
    connected: () => connections,
    held: () => {
      const { requestHandler } = client.config;
      const configs =
        (requestHandler as { httpHandlerConfigs?(): object }).httpHandlerConfigs?.() ?? {};
      const { httpAgent } = configs as { readonly httpAgent?: Agent };
      return Object.values(httpAgent?.sockets ?? {}).flat().length;
    },
    disconnect: () => server.closeAllConnections(),
    [Symbol.asyncDispose]: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

function prepare({ loadBalancers }: Listening, actions: readonly RuleAction[]): void {
  loadBalancers.prepareWrites?.([{ ruleArn: RULE, actions }]);
}

test('a prepared write has its connection, and nothing of it has left until it is written', async () => {
  await using aws = await listening();
  prepare(aws, toTargetGroup(BLUE));
  await eventually('a connection stands', () => aws.connected() === 1, 5_000);
  expect(aws.bodies).toHaveLength(0);
  const written = await aws.loadBalancers.writeActions(rule, toTargetGroup(BLUE));
  expect(written.arn).toBe(RULE);
  expect(aws.bodies.map((body) => body.get('RuleArn'))).toEqual([RULE]);
  expect(aws.connected(), 'the write took the connection that stood').toBe(1);
});

test('a write of other actions is sent as it is, and the prepared one never', async () => {
  await using aws = await listening();
  prepare(aws, toTargetGroup(BLUE));
  await eventually('a connection stands', () => aws.connected() === 1, 5_000);
  await aws.loadBalancers.writeActions(rule, toTargetGroup(GREEN));
  const member = 'Actions.member.1.ForwardConfig.TargetGroups.member.1.TargetGroupArn';
  expect(aws.bodies.map((body) => body.get(member))).toEqual([GREEN]);
});

test('an equal write that comes twice is sent twice', async () => {
  await using aws = await listening();
  prepare(aws, toTargetGroup(BLUE));
  await aws.loadBalancers.writeActions(rule, toTargetGroup(BLUE));
  await aws.loadBalancers.writeActions(rule, toTargetGroup(BLUE));
  expect(aws.bodies).toHaveLength(2);
});

test('a write whose prepared connection is gone is sent over another', async () => {
  await using aws = await listening();
  prepare(aws, toTargetGroup(BLUE));
  await eventually('a connection stands', () => aws.connected() === 1, 5_000);
  aws.disconnect();
  await eventually('the client has seen that', () => aws.held() === 0, 5_000);
  await aws.loadBalancers.writeActions(rule, toTargetGroup(BLUE));
  expect(aws.bodies).toHaveLength(1);
});

test('what nobody writes gives its connection up', async () => {
  await using aws = await listening(50);
  prepare(aws, toTargetGroup(BLUE));
  await eventually('a connection stands', () => aws.connected() === 1, 5_000);
  await eventually('it is given up', () => aws.held() === 0, 5_000);
  expect(aws.bodies).toHaveLength(0);
});
