// Clouds that note each call to a load balancer: what it was, and when it left and was answered.
import type { Clouds } from '../../src/cloud/clouds.ts';
import type { LoadBalancers } from '../../src/cloud/load-balancer.ts';

export interface TimedCall {
  readonly name: keyof LoadBalancers;
  /** The rules it reads or writes, for calls of that kind. */
  readonly rules: readonly string[];
  readonly sentAt: number;
  readonly answeredAt: number;
  readonly failed: boolean;
  /** The processor time that this process had used when it was over. */
  readonly cpuMs: number;
}

/** `onCall` gets every call when it is over. */
export function timedClouds(clouds: Clouds, onCall: (call: TimedCall) => void): Clouds {
  const made = new Map<LoadBalancers, LoadBalancers>();
  return {
    ...clouds,
    loadBalancers(connectorRef, region) {
      const own = clouds.loadBalancers(connectorRef, region);
      const found = made.get(own) ?? timedLoadBalancers(own, onCall);
      made.set(own, found);
      return found;
    },
  };
}

function timedLoadBalancers(own: LoadBalancers, onCall: (call: TimedCall) => void): LoadBalancers {
  const timed = async <Answer>(
    name: keyof LoadBalancers,
    rules: readonly string[],
    call: () => Promise<Answer>,
  ): Promise<Answer> => {
    const sentAt = performance.now();
    let failed = true;
    try {
      const answer = await call();
      failed = false;
      return answer;
    } finally {
      const { user, system } = process.cpuUsage();
      const cpuMs = (user + system) / 1_000;
      onCall({ name, rules, sentAt, answeredAt: performance.now(), failed, cpuMs });
    }
  };
  return {
    ...own,
    loadBalancerByName: (name) =>
      timed('loadBalancerByName', [], () => own.loadBalancerByName(name)),
    loadBalancer: (arn) => timed('loadBalancer', [], () => own.loadBalancer(arn)),
    listeners: (arn) => timed('listeners', [], () => own.listeners(arn)),
    rules: (arn) => timed('rules', [], () => own.rules(arn)),
    rulesByArn: (arns, how) => timed('rulesByArn', arns, () => own.rulesByArn(arns, how)),
    targetGroups: (arns) => timed('targetGroups', [], () => own.targetGroups(arns)),
    targetGroupAttributes: (arn) =>
      timed('targetGroupAttributes', [], () => own.targetGroupAttributes(arn)),
    targetHealth: (arn) => timed('targetHealth', [], () => own.targetHealth(arn)),
    writeActions: (rule, actions) =>
      timed('writeActions', [rule.arn], () => own.writeActions(rule, actions)),
  };
}
