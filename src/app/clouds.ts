// The clouds of one run: ports made over the real clients, each once per connector and region.
import type { AwsClients } from '../cloud/aws/clients.ts';
import { createAwsLoadBalancers } from '../cloud/aws/load-balancers.ts';
import { createAwsMetrics } from '../cloud/aws/metrics.ts';
import type { Clouds } from '../cloud/clouds.ts';
import type { Elastigroups } from '../cloud/elastigroups.ts';
import type { LoadBalancers } from '../cloud/load-balancer.ts';
import type { Metrics } from '../cloud/metrics.ts';
import { createSpotElastigroups } from '../cloud/spot/elastigroups.ts';
import { type CloudsOptions, createClients } from './clouds/clients.ts';

/** Real time for one call to Spot. */
const SPOT_TIMEOUT_MS = 15_000;

/** Throws `CloudError` of kind `invalid` when a twin is not on this machine. */
export function createClouds(options: CloudsOptions): Clouds {
  const clients = createClients(options);
  const aws = new Map<string, AwsClients>();
  const awsOf = (connectorRef: string, region: string): AwsClients =>
    kept(aws, `${connectorRef} ${region}`, () => clients.aws(connectorRef, region));
  const loadBalancers = new Map<string, LoadBalancers>();
  const metrics = new Map<string, Metrics>();
  const elastigroups = new Map<string, Elastigroups>();
  return {
    loadBalancers: (connectorRef, region) =>
      kept(loadBalancers, `${connectorRef} ${region}`, () =>
        createAwsLoadBalancers({ client: awsOf(connectorRef, region).loadBalancing }),
      ),
    metrics: (connectorRef, region) =>
      kept(metrics, `${connectorRef} ${region}`, () =>
        createAwsMetrics({ client: awsOf(connectorRef, region).cloudWatch }),
      ),
    elastigroups: (connectorRef) =>
      kept(elastigroups, connectorRef, () =>
        createSpotElastigroups({ ...clients.spot(connectorRef), timeoutMs: SPOT_TIMEOUT_MS }),
      ),
  };
}

function kept<Made>(made: Map<string, Made>, key: string, make: () => Made): Made {
  const found = made.get(key) ?? make();
  made.set(key, found);
  return found;
}
