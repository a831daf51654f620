// Load balancers, listeners and target groups as the SDK gives them, turned into the port's values.
import type {
  Listener as SdkListener,
  LoadBalancer as SdkLoadBalancer,
  TargetGroup as SdkTargetGroup,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { HealthCheck, Listener, LoadBalancer, TargetGroup } from '../load-balancer.ts';

export function readLoadBalancer(found: SdkLoadBalancer): LoadBalancer {
  return {
    arn: found.LoadBalancerArn ?? '',
    name: found.LoadBalancerName ?? '',
    dnsName: found.DNSName ?? '',
  };
}

export function readListener(found: SdkListener): Listener {
  return {
    arn: found.ListenerArn ?? '',
    loadBalancerArn: found.LoadBalancerArn ?? '',
    port: found.Port ?? 0,
    protocol: found.Protocol ?? '',
  };
}

export function readTargetGroup(found: SdkTargetGroup): TargetGroup {
  return {
    arn: found.TargetGroupArn ?? '',
    name: found.TargetGroupName ?? '',
    loadBalancerArns: found.LoadBalancerArns ?? [],
    healthCheck: readHealthCheck(found),
  };
}

function readHealthCheck(found: SdkTargetGroup): HealthCheck {
  return {
    protocol: found.HealthCheckProtocol ?? '',
    port: found.HealthCheckPort ?? '',
    path: found.HealthCheckPath ?? null,
    matcher: found.Matcher?.HttpCode ?? found.Matcher?.GrpcCode ?? null,
    intervalMs: (found.HealthCheckIntervalSeconds ?? 0) * 1_000,
    timeoutMs: (found.HealthCheckTimeoutSeconds ?? 0) * 1_000,
    healthyThreshold: found.HealthyThresholdCount ?? 0,
    unhealthyThreshold: found.UnhealthyThresholdCount ?? 0,
  };
}
