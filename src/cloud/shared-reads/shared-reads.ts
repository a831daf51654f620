// The reads that the runs of one process share: polls of rules and metrics, per account and region.
import type { Clock } from '../../lib/clock.ts';
import type { Clouds } from '../clouds.ts';
import type { Rule } from '../load-balancer.ts';
import type { MetricPeriod } from '../metrics.ts';
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
    const made = byAccount.get(key) ?? {
      rules: gatherRules(WAIT_MS),
      metrics: gatherMetrics(WAIT_MS),
    };
    byAccount.set(key, made);
    return made;
  };
  return {
    over: (clouds, account, clock) => ({
      elastigroups: (connectorRef) => clouds.elastigroups(connectorRef),
      loadBalancers(connectorRef, region) {
        const own = clouds.loadBalancers(connectorRef, region);
        const { rules } = gatherersOf(account(connectorRef), region);
        return {
          ...own,
          rulesByArn: (ruleArns, how = {}) =>
            how.isPoll === true && ruleArns.length > 0
              ? rules({ loadBalancers: own, ruleArns }, clock)
              : own.rulesByArn(ruleArns),
        };
      },
      metrics(connectorRef, region) {
        const own = clouds.metrics(connectorRef, region);
        const { metrics } = gatherersOf(account(connectorRef), region);
        return {
          read: (queries, from, to) =>
            queries.length === 0
              ? own.read(queries, from, to)
              : metrics({ metrics: own, queries, from, to }, clock),
        };
      },
    }),
  };
}
