// The reads that the runs of one process share: polls of rules and metrics, per account and region.
import type { Clock } from '../../lib/clock.ts';
import type { Clouds } from '../clouds.ts';
import type { LoadBalancers, Rule } from '../load-balancer.ts';
import type { MetricPeriod, Metrics } from '../metrics.ts';
import type { Ask } from './gather.ts';
import { gatherMetrics, type MetricsQuestion } from './gather-metrics.ts';
import { gatherRules, type RulesQuestion } from './gather-rules.ts';

export interface SharedReads {
  /**
   * The same clouds, but that polls of rules and all reads of metrics wait a moment on the clock and
   * then go out together with those of other clouds of the same account. `account` names whose
   * answers may be whose: equal only where each client may see what the other sees.
   */
  over(clouds: Clouds, account: (connectorRef: string) => string, clock: Clock): Clouds;
}

/** Short beside the pause between two polls, long enough for those of a hundred runs to meet. */
const WAIT_MS = 500;

interface Gatherers {
  readonly rules: Ask<RulesQuestion, readonly Rule[]>;
  readonly metrics: Ask<MetricsQuestion, readonly (readonly MetricPeriod[])[]>;
}

export function createSharedReads(): SharedReads {
  const byAccount = new Map<string, Gatherers>();
  const gatherersOf = (account: string, region: string): Gatherers => {
    const key = `${account} ${region}`;
    return kept(byAccount, key, () => ({
      rules: gatherRules(WAIT_MS),
      metrics: gatherMetrics(WAIT_MS),
    }));
  };
  return {
    over(clouds, account, clock) {
      const loadBalancers = new Map<string, LoadBalancers>();
      const metrics = new Map<string, Metrics>();
      return {
        elastigroups: (connectorRef) => clouds.elastigroups(connectorRef),
        loadBalancers: (connectorRef, region) =>
          kept(loadBalancers, `${connectorRef} ${region}`, () => {
            const gatherers = gatherersOf(account(connectorRef), region);
            return sharedRules(clouds.loadBalancers(connectorRef, region), gatherers, clock);
          }),
        metrics: (connectorRef, region) =>
          kept(metrics, `${connectorRef} ${region}`, () => {
            const gatherers = gatherersOf(account(connectorRef), region);
            return sharedMetrics(clouds.metrics(connectorRef, region), gatherers, clock);
          }),
      };
    },
  };
}

function sharedRules(own: LoadBalancers, { rules }: Gatherers, clock: Clock): LoadBalancers {
  return {
    ...own,
    rulesByArn: (ruleArns, how = {}) =>
      how.isPoll === true && ruleArns.length > 0
        ? rules({ loadBalancers: own, ruleArns }, clock)
        : own.rulesByArn(ruleArns),
  };
}

function sharedMetrics(own: Metrics, { metrics }: Gatherers, clock: Clock): Metrics {
  return {
    read: (queries, from, to) =>
      queries.length === 0
        ? own.read(queries, from, to)
        : metrics({ metrics: own, queries, from, to }, clock),
  };
}

function kept<Made>(made: Map<string, Made>, key: string, make: () => Made): Made {
  const found = made.get(key) ?? make();
  made.set(key, found);
  return found;
}
