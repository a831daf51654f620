// The clients of a run that has its twin in the same process: no wire, no clock of their own.
import type { Twin } from '../../twin/twin.ts';
import { CloudError } from '../cloud-error.ts';
import type { Clouds } from '../clouds.ts';
import { createTwinElastigroups } from './elastigroups.ts';
import { createTwinLoadBalancers } from './load-balancers.ts';
import { createTwinMetrics } from './metrics.ts';

/** Every connector reaches the twin's one account and one region. */
export function createTwinClouds(twin: Twin): Clouds {
  const loadBalancers = createTwinLoadBalancers(twin);
  const metrics = createTwinMetrics(twin);
  const elastigroups = createTwinElastigroups(twin);
  const inRegion = <Client>(region: string, client: Client): Client => {
    if (region === twin.spec.region) return client;
    throw new CloudError(
      'invalid',
      'UnknownRegion',
      `the twin's world is in ${twin.spec.region}; it has nothing in ${region}`,
    );
  };
  return {
    loadBalancers: (_, region) => inRegion(region, loadBalancers),
    metrics: (_, region) => inRegion(region, metrics),
    elastigroups: () => elastigroups,
  };
}
