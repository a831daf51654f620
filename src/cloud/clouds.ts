// The clients of one run: every cloud call goes through a client made for a connector and region.
import type { Elastigroups } from './elastigroups.ts';
import type { LoadBalancers } from './load-balancer.ts';
import type { Metrics } from './metrics.ts';

/** Clients are made once and kept. An unknown connector or one of the wrong type throws `CloudError` of kind `invalid`. */
export interface Clouds {
  loadBalancers(connectorRef: string, region: string): LoadBalancers;
  metrics(connectorRef: string, region: string): Metrics;
  elastigroups(connectorRef: string): Elastigroups;
}
