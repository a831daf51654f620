// What the load balancer port's one write does, and that what was written is read back equal.
import { expect, test } from 'vitest';
import type { Rule } from '../../../src/cloud/load-balancer.ts';
import { assert } from '../../../src/lib/assert.ts';
import { canonicalJson, type JsonObject } from '../../../src/lib/json.ts';
import type { RuleAction } from '../../../src/traffic/forward-action.ts';
import { cloudErrorOf } from '../../cloud-error-of.ts';
import {
  BLUE,
  forward,
  GREEN,
  LISTENER,
  LOAD_BALANCER,
  PROD_RULE,
  twinWorld,
} from '../../twin-world.ts';
import { type CloudBench, type CloudSetup, openBench, settledRule } from './cloud-bench.ts';

export function shifted(blue: number, green: number): readonly RuleAction[] {
  const config: JsonObject = {
    TargetGroups: [
      { TargetGroupArn: BLUE, Weight: blue },
      { TargetGroupArn: GREEN, Weight: green },
    ],
    TargetGroupStickinessConfig: { Enabled: false },
  };
  return [{ Type: 'forward', ForwardConfig: config }];
}

async function defaultRule(bench: CloudBench): Promise<Rule> {
  const rules = await bench.loadBalancers.rules(LISTENER);
  const found = rules.find((rule) => rule.isDefault);
  assert(found !== undefined, 'every listener has a default rule');
  return found;
}

export function loadBalancerWriteTests(setup: CloudSetup): void {
  test('written weights are answered and read back equal', async () => {
    await using bench = await openBench(setup);
    const before = await settledRule(bench, PROD_RULE);
    const written = await bench.loadBalancers.writeActions(before, shifted(50, 50));
    expect(written).toEqual({ ...before, actions: shifted(50, 50) });
    expect(await settledRule(bench, PROD_RULE)).toEqual(written);
  });

  test('writing the same twice is the same as once', async () => {
    await using bench = await openBench(setup);
    const rule = await settledRule(bench, PROD_RULE);
    const once = await bench.loadBalancers.writeActions(rule, shifted(1, 99));
    expect(await bench.loadBalancers.writeActions(rule, shifted(1, 99))).toEqual(once);
  });

  test('one target group alone comes back twice, and can be written back as it came', async () => {
    await using bench = await openBench(setup);
    const rule = await settledRule(bench, PROD_RULE);
    const alone: RuleAction = { Type: 'forward', TargetGroupArn: BLUE };
    const [action] = (await bench.loadBalancers.writeActions(rule, [alone])).actions;
    const normal = {
      Type: 'forward',
      TargetGroupArn: BLUE,
      ForwardConfig: {
        TargetGroups: [{ TargetGroupArn: BLUE, Weight: 1 }],
        TargetGroupStickinessConfig: { Enabled: false },
      },
    };
    expect(action).toEqual(normal);
    await bench.loadBalancers.writeActions(rule, shifted(50, 50));
    await bench.loadBalancers.writeActions(rule, [normal]);
    expect((await settledRule(bench, PROD_RULE)).actions).toEqual([normal]);
  });

  test('a stale target group beside several is not what counts', async () => {
    await using bench = await openBench(setup);
    const rule = await settledRule(bench, PROD_RULE);
    const stale = shifted(60, 40).map((action) => ({ ...action, TargetGroupArn: BLUE }));
    await bench.loadBalancers.writeActions(rule, stale);
    expect((await settledRule(bench, PROD_RULE)).actions).toEqual(shifted(60, 40));
  });

  test('the way back is exact: the text of the actions is the same as before', async () => {
    await using bench = await openBench(setup);
    const before = await settledRule(bench, PROD_RULE);
    await bench.loadBalancers.writeActions(before, shifted(0, 100));
    await bench.loadBalancers.writeActions(before, before.actions);
    const after = await settledRule(bench, PROD_RULE);
    expect(canonicalJson(after.actions)).toBe(canonicalJson(before.actions));
  });

  test("a listener's default rule is written and restored as any other", async () => {
    await using bench = await openBench(setup);
    const before = await defaultRule(bench);
    const written = await bench.loadBalancers.writeActions(before, shifted(50, 50));
    expect(written).toEqual({ ...before, actions: shifted(50, 50) });
    expect(await settledRule(bench, before.arn)).toEqual(written);
    await bench.loadBalancers.writeActions(before, before.actions);
    expect(await settledRule(bench, before.arn)).toEqual(before);
  });

  test('an authentication before the forward survives a shift, its secret never seen', async () => {
    await using bench = await openBench(setup, withOidc());
    const before = await settledRule(bench, PROD_RULE);
    expect(before.actions).toMatchObject([{ Type: 'authenticate-oidc' }, { Type: 'forward' }]);
    expect(canonicalJson(before.actions)).not.toContain('Secret');
    const [oidc] = before.actions;
    assert(oidc !== undefined, 'the rule has an authentication');
    const [forwarding] = shifted(50, 50);
    const actions = [oidc, { ...forwarding, Type: 'forward', Order: 2 }];
    await bench.loadBalancers.writeActions(before, actions);
    expect((await settledRule(bench, PROD_RULE)).actions).toEqual(actions);
    await bench.loadBalancers.writeActions(before, before.actions);
    expect(await settledRule(bench, PROD_RULE)).toEqual(before);
  });

  test.each<[string, readonly RuleAction[], string]>([
    ['a weight above 999', shifted(1_000, 0), 'invalid'],
    ['no action at all', [], 'invalid'],
    [
      'a target group that is not there',
      [{ ...forward({ [`${BLUE}0`]: 1 }), Type: 'forward' }],
      'not-found',
    ],
  ])('%s is refused and changes nothing', async (_, actions, kind) => {
    await using bench = await openBench(setup);
    const before = await settledRule(bench, PROD_RULE);
    const error = await cloudErrorOf(() => bench.loadBalancers.writeActions(before, actions));
    expect(error.kind).toBe(kind);
    expect(await settledRule(bench, PROD_RULE)).toEqual(before);
  });

  test('a rule that is not there is not-found', async () => {
    await using bench = await openBench(setup);
    const rule = { ...(await settledRule(bench, PROD_RULE)), arn: `${PROD_RULE}0` };
    const error = await cloudErrorOf(() => bench.loadBalancers.writeActions(rule, shifted(50, 50)));
    expect([error.kind, error.code]).toEqual(['not-found', 'RuleNotFound']);
  });

  test('a default rule taken for another is a conflict, with the code of AWS', async () => {
    await using bench = await openBench(setup);
    const rule = { ...(await defaultRule(bench)), isDefault: false };
    const error = await cloudErrorOf(() => bench.loadBalancers.writeActions(rule, shifted(50, 50)));
    expect([error.kind, error.code]).toEqual(['conflict', 'OperationNotPermitted']);
  });
}

function withOidc() {
  const AuthenticateOidcConfig = {
    Issuer: 'https://id.example',
    AuthorizationEndpoint: 'https://id.example/authorize',
    TokenEndpoint: 'https://id.example/token',
    UserInfoEndpoint: 'https://id.example/user',
    ClientId: 'shop',
    ClientSecret: 'hush',
  };
  const rule = {
    arn: PROD_RULE,
    priority: 10,
    conditions: [{ Field: 'host-header', Values: ['shop.example'] }],
    actions: [
      { Type: 'authenticate-oidc', Order: 1, AuthenticateOidcConfig },
      { ...forward({ [BLUE]: 100, [GREEN]: 0 }), Order: 2 },
    ],
  };
  const defaultActions = [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }];
  const listeners = [
    { arn: LISTENER, port: 443, protocol: 'HTTPS', defaultActions, rules: [rule] },
  ];
  return twinWorld({ loadBalancers: [{ arn: LOAD_BALANCER, name: 'shop', listeners }] });
}
