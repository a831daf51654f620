// The answers of ELBv2 about single things, in AWS's field names.
import type { JsonObject } from '../../lib/json.ts';
import type { LoadBalancerSpec, TargetGroupSpec } from '../world-spec.ts';
import type { Listener, Rule } from './load-balancing.ts';
import { type Target, whyOf } from './target.ts';

export function ruleShape(rule: Rule): JsonObject {
  return describedRule(rule, rule.conditions.read(), rule.actions.read());
}

/** The answer of a write: it always shows what was written. */
export function writtenRuleShape(rule: Rule): JsonObject {
  return describedRule(rule, rule.conditions.now, rule.actions.now);
}

export function listenerShape(
  listener: Listener,
  defaultActions: readonly JsonObject[],
): JsonObject {
  return {
    ListenerArn: listener.spec.arn,
    LoadBalancerArn: listener.loadBalancer.arn,
    Port: listener.spec.port,
    Protocol: listener.spec.protocol,
    DefaultActions: defaultActions,
  };
}

export function loadBalancerShape(spec: LoadBalancerSpec, region: string): JsonObject {
  return {
    LoadBalancerArn: spec.arn,
    DNSName: spec.dnsName,
    CanonicalHostedZoneId: 'Z35SXDOTRQ7X7K',
    CreatedTime: '2025-01-01T00:00:00.000Z',
    LoadBalancerName: spec.name,
    Scheme: 'internet-facing',
    VpcId: 'vpc-0a1b2c3d4e5f60001',
    State: { Code: 'active' },
    Type: 'application',
    AvailabilityZones: Array.from({ length: spec.nodes }, (_, node) => ({
      ZoneName: `${region}${String.fromCharCode(97 + node)}`,
    })),
    IpAddressType: 'ipv4',
  };
}

export function targetGroupShape(
  spec: TargetGroupSpec,
  loadBalancerArns: readonly string[],
): JsonObject {
  const check = spec.healthCheck;
  return {
    TargetGroupArn: spec.arn,
    TargetGroupName: spec.name,
    Protocol: spec.protocol,
    Port: spec.port,
    VpcId: 'vpc-0a1b2c3d4e5f60001',
    HealthCheckProtocol: check.protocol ?? spec.protocol,
    HealthCheckPort: check.port === undefined ? 'traffic-port' : String(check.port),
    HealthCheckEnabled: true,
    HealthCheckIntervalSeconds: check.intervalMs / 1_000,
    HealthCheckTimeoutSeconds: check.timeoutMs / 1_000,
    HealthyThresholdCount: check.healthyThreshold,
    UnhealthyThresholdCount: check.unhealthyThreshold,
    HealthCheckPath: check.path,
    Matcher: { HttpCode: check.matcher },
    LoadBalancerArns: loadBalancerArns,
    TargetType: 'instance',
    ProtocolVersion: 'HTTP1',
    IpAddressType: 'ipv4',
  };
}

/** `written` are those of no consequence in the model; they stand for themselves. */
export function attributeShapes(
  spec: TargetGroupSpec,
  written: Readonly<Record<string, string>>,
): readonly JsonObject[] {
  const attributes: Readonly<Record<string, string>> = {
    'deregistration_delay.timeout_seconds': String(spec.deregistrationDelayMs / 1_000),
    'stickiness.enabled': String(spec.stickiness),
    'stickiness.type': 'lb_cookie',
    'stickiness.lb_cookie.duration_seconds': '86400',
    'slow_start.duration_seconds': '0',
    'load_balancing.algorithm.type': 'round_robin',
    'load_balancing.cross_zone.enabled': 'use_load_balancer_configuration',
    ...written,
  };
  return Object.entries(attributes).map(([Key, Value]) => ({ Key, Value }));
}

/** `checkPort`: of the target group's health check; the target's own when it has none. */
export function targetHealthShape(target: Target, checkPort?: number): JsonObject {
  return {
    Target: { Id: target.instanceId, Port: target.port },
    HealthCheckPort: String(checkPort ?? target.port),
    TargetHealth: { State: target.state, ...whyOf(target) },
    AdministrativeOverride: {
      State: 'no_override',
      Reason: 'AdministrativeOverride.NoOverride',
      Description: 'No override is currently active on target',
    },
  };
}

export function unregisteredTargetShape(
  targetId: string,
  port: number,
  checkPort?: number,
): JsonObject {
  return {
    Target: { Id: targetId, Port: port },
    HealthCheckPort: String(checkPort ?? port),
    TargetHealth: {
      State: 'unused',
      Reason: 'Target.NotRegistered',
      Description: 'Target is not registered to the target group',
    },
  };
}

function describedRule(
  rule: Rule,
  conditions: readonly JsonObject[],
  actions: readonly JsonObject[],
): JsonObject {
  return {
    RuleArn: rule.arn,
    Priority: rule.priority,
    Conditions: conditions,
    Actions: actions,
    IsDefault: rule.priority === 'default',
  };
}
