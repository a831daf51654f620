// Load balancers, listeners and target groups as the SDK gives them, turned into the port's values.
import type {
  Listener as SdkListener,
  LoadBalancer as SdkLoadBalancer,
  TargetGroup as SdkTargetGroup,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Listener, LoadBalancer, TargetGroup } from '../load-balancer.ts';

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
  };
}
