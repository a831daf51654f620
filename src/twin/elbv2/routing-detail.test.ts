// Specifies what nodes are told of stickiness, redirects and the rarer conditions.
import { expect, test } from 'vitest';
import { twinBench } from '../../../tests/twin-bench.ts';
import { BLUE, GREEN, PROD_RULE, twinWorld } from '../../../tests/twin-world.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { RuleView } from '../routing-view.ts';

async function ruleAfter(change: JsonObject, spec = twinWorld()): Promise<RuleView | undefined> {
  const { clock, twin } = twinBench(spec);
  twin.elbv2.modifyRule({ RuleArn: PROD_RULE, ...change });
  await clock.advance(10_000);
  let rule: RuleView | undefined;
  twin.onRoutingView((view) => {
    rule = view.listeners[0]?.rules[0];
  });
  return rule;
}

test('the stickiness of an action is told with its duration', async () => {
  const TargetGroups = [BLUE, GREEN].map((TargetGroupArn) => ({ TargetGroupArn, Weight: 1 }));
  const TargetGroupStickinessConfig = { Enabled: true, DurationSeconds: 600 };
  const ForwardConfig = { TargetGroups, TargetGroupStickinessConfig };
  const rule = await ruleAfter({ Actions: [{ Type: 'forward', ForwardConfig }] });
  expect(rule?.action).toMatchObject({ type: 'forward', stickyMs: 600_000 });
});

test('a target group with stickiness of its own tells a day', () => {
  const { twin } = twinBench(
    twinWorld({
      targetGroups: [
        { arn: BLUE, name: 'blue', stickiness: true },
        { arn: GREEN, name: 'green' },
      ],
      loadBalancers: [
        {
          arn: 'arn:lb/one',
          name: 'one',
          listeners: [
            {
              arn: 'arn:listener/one',
              port: 80,
              defaultActions: [{ Type: 'forward', TargetGroupArn: BLUE }],
            },
          ],
        },
      ],
      groups: [],
    }),
  );
  const told: unknown[] = [];
  twin.onRoutingView((view) => told.push(view.targetGroups.get(BLUE)?.stickyMs));
  expect(told).toEqual([86_400_000, 86_400_000]);
});

test('a redirect is told whole: what it leaves out stays as it was', async () => {
  const RedirectConfig = { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' };
  const rule = await ruleAfter({ Actions: [{ Type: 'redirect', RedirectConfig }] });
  expect(rule?.action).toEqual({
    type: 'redirect',
    status: 301,
    protocol: 'HTTPS',
    host: '#{host}',
    port: '443',
    path: '/#{path}',
    query: '#{query}',
  });
});

test('conditions on parameters, methods and addresses are told and answered', async () => {
  const Values = [{ Key: 'canary', Value: 'yes' }, { Value: 'all' }];
  const Conditions = [
    { Field: 'query-string', QueryStringConfig: { Values } },
    { Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['GET'] } },
    { Field: 'source-ip', SourceIpConfig: { Values: ['10.0.0.0/8'] } },
  ];
  const rule = await ruleAfter({ Conditions });
  expect(rule?.conditions).toEqual([
    {
      field: 'query-string',
      values: [
        { key: 'canary', value: 'yes' },
        { key: undefined, value: 'all' },
      ],
    },
    { field: 'http-request-method', values: ['GET'] },
    { field: 'source-ip', values: ['10.0.0.0/8'] },
  ]);
  const { twin } = twinBench();
  const answer = twin.elbv2.modifyRule({ RuleArn: PROD_RULE, Conditions });
  expect(answer).toMatchObject({ Rules: [{ Conditions }] });
});

test('the duration of a target group’s stickiness is the one that was written last', async () => {
  const { clock, twin } = twinBench();
  const TargetGroups = [BLUE, GREEN].map((TargetGroupArn) => ({ TargetGroupArn, Weight: 1 }));
  const TargetGroupStickinessConfig = { Enabled: true, DurationSeconds: 600 };
  const ForwardConfig = { TargetGroups, TargetGroupStickinessConfig };
  twin.elbv2.modifyRule({ RuleArn: PROD_RULE, Actions: [{ Type: 'forward', ForwardConfig }] });
  twin.elbv2.modifyTargetGroupAttributes({
    TargetGroupArn: BLUE,
    Attributes: [
      { Key: 'stickiness.enabled', Value: 'true' },
      { Key: 'stickiness.lb_cookie.duration_seconds', Value: '60' },
    ],
  });
  await clock.advance(10_000);
  const told: unknown[] = [];
  twin.onRoutingView(({ targetGroups }) =>
    told.push([BLUE, GREEN].map((arn) => targetGroups.get(arn)?.stickyMs)),
  );
  expect(told[0]).toEqual([60_000, undefined]);
});
