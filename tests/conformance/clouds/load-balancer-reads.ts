// What the load balancer port's reads answer.
import { expect, test } from 'vitest';
import type { JsonObject } from '../../../src/lib/json.ts';
import type { WorldSpec } from '../../../src/twin/world-spec.ts';
import { cloudErrorOf } from '../../cloud-error-of.ts';
import {
  BLUE,
  forward,
  GREEN,
  LISTENER,
  LOAD_BALANCER,
  PROD_RULE,
  SPARE,
  twinWorld,
} from '../../twin-world.ts';
import { type CloudSetup, openBench } from './cloud-bench.ts';

/** A listener with more rules than one page holds, the first with every kind of condition. */
const MANY = 450;

function manyRules(): WorldSpec {
  const rules = Array.from({ length: MANY }, (_, index): JsonObject => {
    const host = { Field: 'host-header', HostHeaderConfig: { Values: [`s${index}.example`] } };
    const more = [
      { Field: 'path-pattern', Values: ['/a/*', '/b'] },
      { Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'X-Canary', Values: ['yes'] } },
    ];
    return {
      arn: ruleArn(index),
      priority: index + 1,
      conditions: index === 0 ? [host, ...more] : [host],
      actions: [forward({ [BLUE]: 1 })],
    };
  });
  const defaultActions = [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }];
  const listeners = [{ arn: LISTENER, port: 80, defaultActions, rules }];
  return twinWorld({ loadBalancers: [{ arn: LOAD_BALANCER, name: 'shop', listeners }] });
}

function ruleArn(index: number): string {
  return PROD_RULE.replace(/[^/]+$/, String(index).padStart(16, '0'));
}

export function loadBalancerReadTests(setup: CloudSetup): void {
  test('a load balancer is found by name and by ARN', async () => {
    await using bench = await openBench(setup);
    const found = await bench.loadBalancers.loadBalancerByName('shop');
    expect(found).toEqual({ arn: LOAD_BALANCER, name: 'shop', dnsName: 'shop.elb.twin.test' });
    expect(await bench.loadBalancers.loadBalancer(LOAD_BALANCER)).toEqual(found);
  });

  test('what is not there is not-found', async () => {
    await using bench = await openBench(setup);
    const { loadBalancers } = bench;
    const unknown = [
      () => loadBalancers.loadBalancerByName('nobody'),
      () => loadBalancers.loadBalancer(`${LOAD_BALANCER}0`),
      () => loadBalancers.listeners(`${LOAD_BALANCER}0`),
      () => loadBalancers.rules(`${LISTENER}0`),
      () => loadBalancers.rulesByArn([PROD_RULE, `${PROD_RULE}0`]),
      () => loadBalancers.targetGroups([BLUE, `${BLUE}0`]),
      () => loadBalancers.targetGroupAttributes(`${BLUE}0`),
      () => loadBalancers.targetHealth(`${BLUE}0`),
    ];
    for (const call of unknown) expect((await cloudErrorOf(call)).kind).toBe('not-found');
  });

  test("a load balancer's listeners are listed", async () => {
    await using bench = await openBench(setup);
    expect(await bench.loadBalancers.listeners(LOAD_BALANCER)).toEqual([
      { arn: LISTENER, loadBalancerArn: LOAD_BALANCER, port: 80, protocol: 'HTTP' },
    ]);
  });

  test('a rule comes with its listener, conditions and the actions in normal form', async () => {
    await using bench = await openBench(setup);
    const [rule] = await bench.loadBalancers.rulesByArn([PROD_RULE]);
    expect(rule).toEqual({
      arn: PROD_RULE,
      listenerArn: LISTENER,
      priority: '10',
      isDefault: false,
      conditions: [{ field: 'host-header', values: ['shop.example'] }],
      actions: [
        {
          Type: 'forward',
          ForwardConfig: {
            TargetGroups: [
              { TargetGroupArn: BLUE, Weight: 100 },
              { TargetGroupArn: GREEN, Weight: 0 },
            ],
            TargetGroupStickinessConfig: { Enabled: false },
          },
        },
      ],
    });
  });

  test('every page of the rules is read, the default rule included', async () => {
    await using bench = await openBench(setup, manyRules());
    const rules = await bench.loadBalancers.rules(LISTENER);
    expect(rules).toHaveLength(MANY + 1);
    expect(new Set(rules.map((rule) => rule.arn)).size).toBe(MANY + 1);
    expect(rules.filter((rule) => rule.isDefault)).toMatchObject([
      { priority: 'default', listenerArn: LISTENER, conditions: [] },
    ]);
  });

  test('conditions keep their field and values; a header stands before its value', async () => {
    await using bench = await openBench(setup, manyRules());
    const [rule] = await bench.loadBalancers.rulesByArn([ruleArn(0)]);
    expect(rule?.conditions).toEqual([
      { field: 'host-header', values: ['s0.example'] },
      { field: 'path-pattern', values: ['/a/*', '/b'] },
      { field: 'http-header', values: ['X-Canary: yes'] },
    ]);
  });

  test('rules come in the order asked for, as often as asked for', async () => {
    await using bench = await openBench(setup, manyRules());
    const arns = Array.from({ length: 45 }, (_, index) => ruleArn((index * 7) % 30));
    const rules = await bench.loadBalancers.rulesByArn(arns);
    expect(rules.map((rule) => rule.arn)).toEqual(arns);
    expect(await bench.loadBalancers.rulesByArn([])).toEqual([]);
  });

  test('target groups come in the order asked for, with their health checks and the load balancers that use them', async () => {
    await using bench = await openBench(setup);
    const healthCheck = {
      protocol: 'HTTP',
      port: 'traffic-port',
      path: '/health',
      matcher: '200',
      intervalMs: 30_000,
      timeoutMs: 5_000,
      healthyThreshold: 5,
      unhealthyThreshold: 2,
    };
    expect(await bench.loadBalancers.targetGroups([SPARE, BLUE])).toEqual([
      { arn: SPARE, name: 'spare', loadBalancerArns: [], healthCheck },
      { arn: BLUE, name: 'blue', loadBalancerArns: [LOAD_BALANCER], healthCheck },
    ]);
    expect(await bench.loadBalancers.targetGroups([])).toEqual([]);
  });

  test("a target group's attributes are read", async () => {
    await using bench = await openBench(setup);
    expect(await bench.loadBalancers.targetGroupAttributes(BLUE)).toEqual({
      deregistrationDelayMs: 300_000,
      stickinessEnabled: false,
      countsForDns: true,
    });
  });

  test('a target group counts for DNS until that is switched off', async () => {
    await using bench = await openBench(setup);
    bench.twin.elbv2.modifyTargetGroupAttributes({
      TargetGroupArn: BLUE,
      Attributes: [
        {
          Key: 'target_group_health.dns_failover.minimum_healthy_targets.count',
          Value: 'off',
        },
      ],
    });
    await bench.clock.advance(60_000);
    const { countsForDns } = await bench.loadBalancers.targetGroupAttributes(BLUE);
    expect(countsForDns).toBe(false);
  });

  test('targets come with their health; a group without targets has none', async () => {
    await using bench = await openBench(setup);
    const healthy = { targetId: expect.stringMatching(/^i-/), port: 80, state: 'healthy' };
    expect(await bench.loadBalancers.targetHealth(BLUE)).toMatchObject([healthy, healthy]);
    expect(await bench.loadBalancers.targetHealth(GREEN)).toEqual([]);
  });

  test('a target that is not healthy says why', async () => {
    await using bench = await openBench(setup);
    bench.twin.inject({ kind: 'failing-health', targetGroupArn: BLUE });
    await bench.clock.advance(120_000);
    const [target] = await bench.loadBalancers.targetHealth(BLUE);
    expect(target).toMatchObject({ state: 'unhealthy', reason: 'Target.ResponseCodeMismatch' });
    expect(target?.description).toContain('500');
  });
}
