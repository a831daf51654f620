// Answers of the twin's ELBv2 as the values of the load balancer port.
import type { JsonObject } from '../../lib/json.ts';
import type { RuleAction } from '../../traffic/forward-action.ts';
import { numberOf, objectOf, objectsOf, textOf, textsOf } from '../../twin/request-fields.ts';
import type {
  HealthCheck,
  Listener,
  LoadBalancer,
  Rule,
  RuleCondition,
  TargetGroup,
  TargetGroupAttributes,
  TargetHealth,
  TargetState,
} from '../load-balancer.ts';

export function readLoadBalancer(shape: JsonObject): LoadBalancer {
  return {
    arn: textOf(shape, 'LoadBalancerArn') ?? '',
    name: textOf(shape, 'LoadBalancerName') ?? '',
    dnsName: textOf(shape, 'DNSName') ?? '',
  };
}

export function readListener(shape: JsonObject): Listener {
  return {
    arn: textOf(shape, 'ListenerArn') ?? '',
    loadBalancerArn: textOf(shape, 'LoadBalancerArn') ?? '',
    port: numberOf(shape, 'Port') ?? 0,
    protocol: textOf(shape, 'Protocol') ?? '',
  };
}

export function readRule(shape: JsonObject): Rule {
  const arn = textOf(shape, 'RuleArn') ?? '';
  return {
    arn,
    listenerArn: arn.replace(':listener-rule/', ':listener/').replace(/\/[^/]+$/, ''),
    priority: textOf(shape, 'Priority') ?? '',
    isDefault: shape['IsDefault'] === true,
    conditions: (objectsOf(shape, 'Conditions') ?? []).map(readCondition),
    actions: (objectsOf(shape, 'Actions') ?? []) as readonly RuleAction[],
  };
}

export function readTargetGroup(shape: JsonObject): TargetGroup {
  return {
    arn: textOf(shape, 'TargetGroupArn') ?? '',
    name: textOf(shape, 'TargetGroupName') ?? '',
    loadBalancerArns: textsOf(shape, 'LoadBalancerArns') ?? [],
    healthCheck: readHealthCheck(shape),
  };
}

function readHealthCheck(shape: JsonObject): HealthCheck {
  return {
    protocol: textOf(shape, 'HealthCheckProtocol') ?? '',
    port: textOf(shape, 'HealthCheckPort') ?? '',
    path: textOf(shape, 'HealthCheckPath') ?? null,
    matcher: textOf(objectOf(shape, 'Matcher') ?? {}, 'HttpCode') ?? null,
    intervalMs: (numberOf(shape, 'HealthCheckIntervalSeconds') ?? 0) * 1_000,
    timeoutMs: (numberOf(shape, 'HealthCheckTimeoutSeconds') ?? 0) * 1_000,
    healthyThreshold: numberOf(shape, 'HealthyThresholdCount') ?? 0,
    unhealthyThreshold: numberOf(shape, 'UnhealthyThresholdCount') ?? 0,
  };
}

const DNS = 'target_group_health.dns_failover.minimum_healthy_targets';

export function readAttributes(shapes: readonly JsonObject[]): TargetGroupAttributes {
  const values = new Map(shapes.map((each) => [each['Key'], each['Value']]));
  return {
    deregistrationDelayMs: Number(values.get('deregistration_delay.timeout_seconds')) * 1_000,
    stickinessEnabled: values.get('stickiness.enabled') === 'true',
    countsForDns:
      values.get(`${DNS}.count`) !== 'off' || (values.get(`${DNS}.percentage`) ?? 'off') !== 'off',
  };
}

export function readTargetHealth(shape: JsonObject): TargetHealth {
  const target = objectOf(shape, 'Target') ?? {};
  const health = objectOf(shape, 'TargetHealth') ?? {};
  return {
    targetId: textOf(target, 'Id') ?? '',
    port: numberOf(target, 'Port'),
    state: (textOf(health, 'State') ?? 'unavailable') as TargetState,
    reason: textOf(health, 'Reason'),
    description: textOf(health, 'Description'),
  };
}

function readCondition(shape: JsonObject): RuleCondition {
  const header = objectOf(shape, 'HttpHeaderConfig');
  const values =
    textsOf(header ?? {}, 'Values')?.map(
      (value) => `${textOf(header ?? {}, 'HttpHeaderName') ?? ''}: ${value}`,
    ) ?? textsOf(shape, 'Values');
  return { field: textOf(shape, 'Field') ?? '', values: values ?? [] };
}
