// What the load balancer adapter asks of ELBv2 and makes of its answers.
import { expect, test } from 'vitest';
import { type AnsweringServer, startAnsweringServer } from '../../../tests/answering-server.ts';
import {
  BLUE,
  clientsOf,
  forwardXml,
  GREEN,
  LISTENER,
  LOAD_BALANCER,
  OTHER_RULE,
  queryAnswer,
  queryError,
  RULE,
  ruleXml,
} from '../../../tests/aws-answers.ts';
import { cloudErrorOf } from '../../../tests/cloud-error-of.ts';
import type { LoadBalancers } from '../load-balancer.ts';
import { createAwsLoadBalancers } from './load-balancers.ts';

function adapterOf(server: AnsweringServer): LoadBalancers {
  return createAwsLoadBalancers({ client: clientsOf(server.url).loadBalancing });
}

function sent(server: AnsweringServer): readonly URLSearchParams[] {
  return server.received.map((request) => new URLSearchParams(request.body));
}

test('a load balancer is found by its name', async () => {
  await using server = await startAnsweringServer(() =>
    queryAnswer(
      'DescribeLoadBalancers',
      `<LoadBalancers><member><LoadBalancerArn>${LOAD_BALANCER}</LoadBalancerArn>` +
        '<LoadBalancerName>shop</LoadBalancerName><DNSName>shop.example</DNSName></member></LoadBalancers>',
    ),
  );
  expect(await adapterOf(server).loadBalancerByName('shop')).toEqual({
    arn: LOAD_BALANCER,
    name: 'shop',
    dnsName: 'shop.example',
  });
  expect(sent(server)[0]?.get('Names.member.1')).toBe('shop');
});

test('an answer without the load balancer that was asked for is not-found', async () => {
  await using server = await startAnsweringServer(() =>
    queryAnswer('DescribeLoadBalancers', '<LoadBalancers></LoadBalancers>'),
  );
  const error = await cloudErrorOf(() => adapterOf(server).loadBalancer(LOAD_BALANCER));
  expect(error.kind).toBe('not-found');
});

test('every page of the listeners is read', async () => {
  await using server = await startAnsweringServer(({ body }) => {
    const page = Number(new URLSearchParams(body).get('Marker') ?? 0);
    const next = page < 2 ? `<NextMarker>${page + 1}</NextMarker>` : '';
    return queryAnswer(
      'DescribeListeners',
      `<Listeners><member><ListenerArn>${LISTENER}${page}</ListenerArn><Port>${80 + page}</Port>` +
        `<Protocol>HTTP</Protocol><LoadBalancerArn>${LOAD_BALANCER}</LoadBalancerArn></member></Listeners>${next}`,
    );
  });
  const listeners = await adapterOf(server).listeners(LOAD_BALANCER);
  expect(listeners.map((listener) => listener.port)).toEqual([80, 81, 82]);
  expect(sent(server).map((form) => form.get('Marker'))).toEqual([null, '1', '2']);
});

test("a rule's actions stay as AWS answered them, and its listener is read off its ARN", async () => {
  const condition =
    '<member><Field>host-header</Field><HostHeaderConfig><Values><member>shop.example</member></Values></HostHeaderConfig></member>';
  await using server = await startAnsweringServer(() =>
    queryAnswer(
      'DescribeRules',
      `<Rules>${ruleXml(RULE, '10', forwardXml({ [BLUE]: 1 }), condition)}</Rules>`,
    ),
  );
  expect(await adapterOf(server).rules(LISTENER)).toEqual([
    {
      arn: RULE,
      listenerArn: LISTENER,
      priority: '10',
      isDefault: false,
      conditions: [{ field: 'host-header', values: ['shop.example'] }],
      actions: [
        {
          Type: 'forward',
          TargetGroupArn: BLUE,
          ForwardConfig: {
            TargetGroups: [{ TargetGroupArn: BLUE, Weight: 1 }],
            TargetGroupStickinessConfig: { Enabled: false },
          },
        },
      ],
    },
  ]);
});

test('rules asked for by ARN come in the order asked for, each asked once', async () => {
  await using server = await startAnsweringServer(() =>
    queryAnswer(
      'DescribeRules',
      `<Rules>${ruleXml(RULE, '10', forwardXml({ [BLUE]: 1 }))}${ruleXml(OTHER_RULE, '20', forwardXml({ [BLUE]: 1 }))}</Rules>`,
    ),
  );
  const rules = await adapterOf(server).rulesByArn([OTHER_RULE, RULE, OTHER_RULE]);
  expect(rules.map((rule) => rule.arn)).toEqual([OTHER_RULE, RULE, OTHER_RULE]);
  expect(sent(server)[0]?.getAll('RuleArns.member.3')).toEqual([]);
});

test('many rules are asked for in several calls', async () => {
  await using server = await startAnsweringServer(({ body }) => {
    const arns = [...new URLSearchParams(body)].filter(([key]) => key.startsWith('RuleArns.'));
    const xml = arns.map(([, arn]) => ruleXml(arn, '10', forwardXml({ [BLUE]: 1 })));
    return queryAnswer('DescribeRules', `<Rules>${xml.join('')}</Rules>`);
  });
  const arns = Array.from({ length: 45 }, (_, index) => `${RULE}${index}`);
  const rules = await adapterOf(server).rulesByArn(arns);
  expect(rules.map((rule) => rule.arn)).toEqual(arns);
  expect(server.received).toHaveLength(3);
});

test('one unknown rule makes the whole call not-found, with the code of AWS', async () => {
  await using server = await startAnsweringServer(() =>
    queryError(400, 'RuleNotFound', 'One or more rules not found'),
  );
  const error = await cloudErrorOf(() => adapterOf(server).rulesByArn([RULE, OTHER_RULE]));
  expect([error.kind, error.code]).toEqual(['not-found', 'RuleNotFound']);
});

test('asking for no rules and no target groups asks AWS nothing', async () => {
  await using server = await startAnsweringServer(() => 'broken');
  const adapter = adapterOf(server);
  expect(await adapter.rulesByArn([])).toEqual([]);
  expect(await adapter.targetGroups([])).toEqual([]);
  expect(server.received).toHaveLength(0);
});

test('a target group that the answer leaves out is not-found', async () => {
  await using server = await startAnsweringServer(() =>
    queryAnswer(
      'DescribeTargetGroups',
      `<TargetGroups><member><TargetGroupArn>${BLUE}</TargetGroupArn><TargetGroupName>shop-blue</TargetGroupName>` +
        `<LoadBalancerArns><member>${LOAD_BALANCER}</member></LoadBalancerArns></member></TargetGroups>`,
    ),
  );
  const error = await cloudErrorOf(() => adapterOf(server).targetGroups([BLUE, GREEN]));
  expect(error.kind).toBe('not-found');
  expect(error.message).toContain(GREEN);
});

test('attributes are read as milliseconds and a flag', async () => {
  await using server = await startAnsweringServer(() =>
    queryAnswer(
      'DescribeTargetGroupAttributes',
      '<Attributes><member><Key>deregistration_delay.timeout_seconds</Key><Value>120</Value></member>' +
        '<member><Key>stickiness.enabled</Key><Value>true</Value></member></Attributes>',
    ),
  );
  expect(await adapterOf(server).targetGroupAttributes(BLUE)).toEqual({
    deregistrationDelayMs: 120_000,
    stickinessEnabled: true,
    countsForDns: true,
  });
});

test.each([
  ['unhealthy.draining', 'draining'],
  ['healthy', 'healthy'],
  ['brand-new-state', 'unavailable'],
])('a target in the state %s counts as %s', async (state, expected) => {
  await using server = await startAnsweringServer(() =>
    queryAnswer(
      'DescribeTargetHealth',
      '<TargetHealthDescriptions><member><Target><Id>i-1</Id><Port>8080</Port></Target><HealthCheckPort>80</HealthCheckPort>' +
        `<TargetHealth><State>${state}</State></TargetHealth></member></TargetHealthDescriptions>`,
    ),
  );
  expect(await adapterOf(server).targetHealth(BLUE)).toEqual([
    { targetId: 'i-1', port: 8080, state: expected, reason: undefined, description: undefined },
  ]);
});
