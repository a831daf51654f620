// The load balancer port: the part of ELBv2 that moving traffic needs, in AWS's nouns.
import type { RuleAction } from '../traffic/forward-action.ts';

export interface LoadBalancer {
  readonly arn: string;
  readonly name: string;
  readonly dnsName: string;
}

export interface Listener {
  readonly arn: string;
  readonly loadBalancerArn: string;
  readonly port: number;
  readonly protocol: string;
}

export interface Rule {
  readonly arn: string;
  readonly listenerArn: string;
  /** `default` or a number as text. */
  readonly priority: string;
  readonly isDefault: boolean;
  /** AWS's field names; read only, never written. */
  readonly conditions: readonly RuleCondition[];
  readonly actions: readonly RuleAction[];
}

export interface RuleCondition {
  readonly field: string;
  readonly values: readonly string[];
}

export interface TargetGroup {
  readonly arn: string;
  readonly name: string;
  readonly loadBalancerArns: readonly string[];
  readonly healthCheck: HealthCheck;
}

/** What makes a target healthy; as AWS says it, and null where the protocol has no such thing. */
export interface HealthCheck {
  readonly protocol: string;
  readonly port: string;
  readonly path: string | null;
  readonly matcher: string | null;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
}

export interface TargetGroupAttributes {
  readonly deregistrationDelayMs: number;
  readonly stickinessEnabled: boolean;
  /** Too few healthy targets can take the load balancer out of DNS; so it is unless somebody has switched it off. */
  readonly countsForDns: boolean;
}

export type TargetState =
  | 'initial'
  | 'healthy'
  | 'unhealthy'
  | 'unused'
  | 'draining'
  | 'unavailable';

export interface TargetHealth {
  readonly targetId: string;
  readonly port: number | undefined;
  readonly state: TargetState;
  readonly reason: string | undefined;
  readonly description: string | undefined;
}

export interface ExpectedWrite {
  readonly ruleArn: string;
  readonly actions: readonly RuleAction[];
}

export interface ReadHow {
  /** Its caller can wait a second: it may leave later, together with reads of others, never earlier. */
  readonly isPoll?: boolean;
}

/**
 * One account and region. Reads may be called at any time and repeated; they follow every page.
 * All methods throw only `CloudError`. Reads may lag behind a write by seconds: whoever needs the
 * truth after a write reads until it shows. The adapter never repeats a call by itself.
 */
export interface LoadBalancers {
  /** `not-found` when the name is not known in this region. */
  loadBalancerByName(name: string): Promise<LoadBalancer>;
  loadBalancer(arn: string): Promise<LoadBalancer>;
  listeners(loadBalancerArn: string): Promise<readonly Listener[]>;
  /** Every rule of a listener, its default rule included. */
  rules(listenerArn: string): Promise<readonly Rule[]>;
  /** In the order asked for; one unknown ARN makes the whole call `not-found`. */
  rulesByArn(ruleArns: readonly string[], how?: ReadHow): Promise<readonly Rule[]>;
  targetGroups(targetGroupArns: readonly string[]): Promise<readonly TargetGroup[]>;
  targetGroupAttributes(targetGroupArn: string): Promise<TargetGroupAttributes>;
  targetHealth(targetGroupArn: string): Promise<readonly TargetHealth[]>;
  /**
   * Says which `writeActions` may follow within seconds, of rules that are no default rules. Sends
   * nothing and promises nothing: an equal write only leaves sooner. Absent where there is nothing
   * to make ready.
   */
  prepareWrites?(writes: readonly ExpectedWrite[]): void;
  /**
   * Replaces the actions of a rule (ModifyRule) or of a listener's default rule (ModifyListener),
   * and nothing else. Absolute: sending it twice is the same as once. An OIDC action goes without
   * its secret and with `UseExistingClientSecret`. Answers the rule as AWS now has it.
   */
  writeActions(rule: Rule, actions: readonly RuleAction[]): Promise<Rule>;
}
