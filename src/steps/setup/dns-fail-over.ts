// What a target group that counts for DNS fail-over may do to its load balancer while it has no healthy target.
import type { TargetGroupAttributes } from '../../cloud/load-balancer.ts';
import { loadBalancerName, targetGroupName } from '../../traffic/arn.ts';
import type { SetupLoadBalancer } from '../../traffic/facts.ts';

/** Undefined when it does not count. Nobody tells here whether a DNS record looks at the load balancer's health. */
export function dnsConsequence(
  { stageTargetGroupArn, loadBalancerArn }: SetupLoadBalancer,
  attributes: Pick<TargetGroupAttributes, 'countsForDns'> | undefined,
): string | undefined {
  if (attributes?.countsForDns !== true) return undefined;
  return `${targetGroupName(stageTargetGroupArn)} counts for DNS fail-over, also at weight 0: while it has no healthy target, a DNS record that evaluates target health may leave ${loadBalancerName(loadBalancerArn)} out, if it has another place to go to`;
}
