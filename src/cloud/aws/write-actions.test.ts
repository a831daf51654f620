// What leaves for AWS when a rule's actions are written, and what comes back.
import { expect, test } from 'vitest';
import { type AnsweringServer, startAnsweringServer } from '../../../tests/answering-server.ts';
import {
  BLUE,
  clientsOf,
  DEFAULT_RULE,
  forwardXml,
  GREEN,
  LISTENER,
  queryAnswer,
  RULE,
  ruleXml,
} from '../../../tests/aws-answers.ts';
import { cloudErrorOf } from '../../../tests/cloud-error-of.ts';
import type { RuleAction } from '../../traffic/forward-action.ts';
import type { LoadBalancers, Rule } from '../load-balancer.ts';
import { createAwsLoadBalancers } from './load-balancers.ts';

const rule: Rule = {
  arn: RULE,
  listenerArn: LISTENER,
  priority: '10',
  isDefault: false,
  conditions: [],
  actions: [],
};
const defaultRule: Rule = { ...rule, arn: DEFAULT_RULE, priority: 'default', isDefault: true };

const shifted: RuleAction = {
  Type: 'forward',
  Order: 2,
  ForwardConfig: {
    TargetGroups: [
      { TargetGroupArn: GREEN, Weight: 50 },
      { TargetGroupArn: BLUE, Weight: 50 },
    ],
    TargetGroupStickinessConfig: { Enabled: false },
  },
};

function adapterOf(server: AnsweringServer): LoadBalancers {
  return createAwsLoadBalancers({ client: clientsOf(server.url).loadBalancing });
}

function firstForm(server: AnsweringServer): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(server.received[0]?.body));
}

function answeringRule(actions: string): () => ReturnType<typeof queryAnswer> {
  return () => queryAnswer('ModifyRule', `<Rules>${ruleXml(RULE, '10', actions)}</Rules>`);
}

test('a rule is written by ModifyRule with its actions alone, and comes back as AWS has it', async () => {
  await using server = await startAnsweringServer(
    answeringRule(forwardXml({ [GREEN]: 50, [BLUE]: 50 })),
  );
  const written = await adapterOf(server).writeActions(rule, [shifted]);
  expect(firstForm(server)).toEqual({
    Action: 'ModifyRule',
    Version: '2015-12-01',
    RuleArn: RULE,
    'Actions.member.1.Type': 'forward',
    'Actions.member.1.Order': '2',
    'Actions.member.1.ForwardConfig.TargetGroups.member.1.TargetGroupArn': GREEN,
    'Actions.member.1.ForwardConfig.TargetGroups.member.1.Weight': '50',
    'Actions.member.1.ForwardConfig.TargetGroups.member.2.TargetGroupArn': BLUE,
    'Actions.member.1.ForwardConfig.TargetGroups.member.2.Weight': '50',
    'Actions.member.1.ForwardConfig.TargetGroupStickinessConfig.Enabled': 'false',
  });
  expect(written.actions[0]?.['ForwardConfig']).toEqual(shifted['ForwardConfig']);
});

test('a default rule is written by ModifyListener on its listener', async () => {
  await using server = await startAnsweringServer(() =>
    queryAnswer(
      'ModifyListener',
      `<Listeners><member><ListenerArn>${LISTENER}</ListenerArn><DefaultActions>${forwardXml({ [BLUE]: 1 })}</DefaultActions></member></Listeners>`,
    ),
  );
  const written = await adapterOf(server).writeActions(defaultRule, [shifted]);
  const form = firstForm(server);
  expect([form['Action'], form['ListenerArn']]).toEqual(['ModifyListener', LISTENER]);
  expect(
    Object.keys(form).filter((key) => /^(Port|Protocol|Certificates|Actions)/.test(key)),
  ).toEqual([]);
  expect(written).toMatchObject({ arn: DEFAULT_RULE, isDefault: true });
  expect(written.actions[0]).toMatchObject({ TargetGroupArn: BLUE });
});

test('a target group named beside a forward configuration is not sent with it', async () => {
  await using server = await startAnsweringServer(answeringRule(forwardXml({ [BLUE]: 1 })));
  await adapterOf(server).writeActions(rule, [{ ...shifted, TargetGroupArn: BLUE }]);
  expect(firstForm(server)).not.toHaveProperty(['Actions.member.1.TargetGroupArn']);
});

test('a target group named alone is sent', async () => {
  await using server = await startAnsweringServer(answeringRule(forwardXml({ [BLUE]: 1 })));
  await adapterOf(server).writeActions(rule, [{ Type: 'forward', TargetGroupArn: BLUE }]);
  expect(firstForm(server)['Actions.member.1.TargetGroupArn']).toBe(BLUE);
});

test('an OIDC action goes without its secret and keeps the one that AWS has', async () => {
  await using server = await startAnsweringServer(answeringRule(forwardXml({ [BLUE]: 1 })));
  const oidc: RuleAction = {
    Type: 'authenticate-oidc',
    Order: 1,
    AuthenticateOidcConfig: { Issuer: 'https://id.example', ClientId: 'shop', ClientSecret: 'x' },
  };
  await adapterOf(server).writeActions(rule, [oidc, shifted]);
  const form = firstForm(server);
  const config = 'Actions.member.1.AuthenticateOidcConfig.';
  expect(form[`${config}UseExistingClientSecret`]).toBe('true');
  expect(form[`${config}ClientId`]).toBe('shop');
  expect(form).not.toHaveProperty([`${config}ClientSecret`]);
});

test('a write whose answer names no rule has an unknown outcome', async () => {
  await using server = await startAnsweringServer(() =>
    queryAnswer('ModifyRule', '<Rules></Rules>'),
  );
  const error = await cloudErrorOf(() => adapterOf(server).writeActions(rule, [shifted]));
  expect(error.kind).toBe('unknown-outcome');
});
