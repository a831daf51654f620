// Calls of clouds are counted by what came of them, and reach the caller unchanged.
import { expect, test } from 'vitest';
import { CloudError } from '../../cloud/cloud-error.ts';
import type { Clouds } from '../../cloud/clouds.ts';
import type { LoadBalancers } from '../../cloud/load-balancer.ts';
import { type CloudCall, countedClouds } from './counted-clouds.ts';

function overOne(rulesByArn: LoadBalancers['rulesByArn']): { clouds: Clouds; calls: CloudCall[] } {
  const calls: CloudCall[] = [];
  const none = (): never => {
    throw new Error('not asked here');
  };
  const inner = {
    loadBalancers: () => ({ rulesByArn }) as LoadBalancers,
    metrics: none,
    elastigroups: none,
  };
  let now = 0;
  return {
    clouds: countedClouds(
      inner,
      () => (now += 5),
      (call) => calls.push(call),
    ),
    calls,
  };
}

test('a call that is answered counts as ok, with its time', async () => {
  const { clouds, calls } = overOne(async () => []);
  expect(await clouds.loadBalancers('aws', 'eu-west-1').rulesByArn([])).toEqual([]);
  expect(calls).toEqual([
    { cloud: 'load-balancers', operation: 'rulesByArn', outcome: 'ok', durationMs: 5 },
  ]);
});

test('a call that the cloud refuses counts by the kind of its error, which reaches the caller', async () => {
  const { clouds, calls } = overOne(async () => {
    throw new CloudError('throttled', 'Throttling', 'slowly');
  });
  await expect(clouds.loadBalancers('aws', 'eu-west-1').rulesByArn([])).rejects.toThrow('slowly');
  expect(calls.map(({ outcome }) => outcome)).toEqual(['throttled']);
});
