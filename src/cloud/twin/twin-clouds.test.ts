// The in-process adapters: the port's values, the port's errors, and lost answers.
import { expect, test } from 'vitest';
import {
  BLUE,
  forward,
  GREEN,
  groupDocument,
  LISTENER,
  PROD_RULE,
  twinWorld,
} from '../../../tests/twin-world.ts';
import { createVirtualClock } from '../../../tests/virtual-clock.ts';
import type { RuleAction } from '../../traffic/forward-action.ts';
import { createTwin } from '../../twin/create-twin.ts';
import { createSimulatedHost } from '../../twin/simulated-host.ts';
import type { Twin } from '../../twin/twin.ts';
import type { Clouds } from '../clouds.ts';
import type { LoadBalancers } from '../load-balancer.ts';
import { createTwinClouds } from './twin-clouds.ts';

function begin(): { twin: Twin; clouds: Clouds; balancers: LoadBalancers } {
  const clock = createVirtualClock(Date.UTC(2026, 0, 5));
  const spec = twinWorld();
  const twin = createTwin({ clock, spec, host: createSimulatedHost(clock, spec) });
  const clouds = createTwinClouds(twin);
  return { twin, clouds, balancers: clouds.loadBalancers('aws', 'us-east-1') };
}

const half = [forward({ [BLUE]: 50, [GREEN]: 50 })] as RuleAction[];

test('a write answers the rule as it now is', async () => {
  const { balancers } = begin();
  const [rule] = await balancers.rulesByArn([PROD_RULE]);
  if (rule === undefined) throw new Error('no rule');
  expect(rule).toMatchObject({ listenerArn: LISTENER, priority: '10', isDefault: false });
  const written = await balancers.writeActions(rule, half);
  expect(written.actions).toMatchObject(half);
});

test.each([
  ['before', 0],
  ['after', 50],
] as const)('an answer lost %s the effect leaves the outcome unknown', async (when, weight) => {
  const { twin, balancers } = begin();
  const [rule] = await balancers.rulesByArn([PROD_RULE]);
  if (rule === undefined) throw new Error('no rule');
  twin.inject({ kind: 'answer-lost', service: 'elbv2', operation: 'ModifyRule', times: 1, when });
  await expect(balancers.writeActions(rule, half)).rejects.toMatchObject({
    name: 'CloudError',
    kind: 'unknown-outcome',
  });
  const rules = twin.inspect()['rules'] as { arn: string; weights: Record<string, number> }[];
  expect(rules.find(({ arn }) => arn === PROD_RULE)?.weights[GREEN]).toBe(weight);
});

test('errors have the kinds of the port', async () => {
  const { twin, clouds, balancers } = begin();
  const groups = clouds.elastigroups('spot');
  await expect(balancers.rulesByArn(['arn:none'])).rejects.toMatchObject({ kind: 'not-found' });
  await expect(groups.read('sig-none')).rejects.toMatchObject({ code: 'GROUP_DOESNT_EXIST' });
  twin.inject({ kind: 'throttle', service: 'spot', operation: 'list', times: 1 });
  await expect(groups.list()).rejects.toMatchObject({ kind: 'throttled', retryAfterMs: 60_000 });
  expect(() => clouds.metrics('aws', 'eu-west-1')).toThrow(
    expect.objectContaining({ kind: 'invalid' }),
  );
});

test('a group is created, renamed, sized and suspended', async () => {
  const { clouds } = begin();
  const groups = clouds.elastigroups('spot');
  const { id } = await groups.create(groupDocument('green', GREEN, 0));
  await groups.rename(id, 'shop-2');
  await groups.writeCapacity(id, { minimum: 1, target: 2, maximum: 3 });
  await groups.suspend(id, ['SCHEDULING', 'AUTO_SCALE'], 10);
  await groups.resume(id, ['AUTO_SCALE']);
  expect(await groups.read(id)).toMatchObject({
    name: 'shop-2',
    capacity: { minimum: 1, target: 2, maximum: 3 },
  });
  expect(await groups.suspensions(id)).toEqual([
    { name: 'SCHEDULING', expiresAt: '2026-01-05T00:10:00.000Z' },
  ]);
});
