// A target group's attributes and its targets' health as the SDK gives them, turned into the port's values.
import type {
  TargetGroupAttribute,
  TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { TargetGroupAttributes, TargetHealth, TargetState } from '../load-balancer.ts';

/** What AWS uses where nothing was set. */
const DEREGISTRATION_DELAY_SECONDS = 300;
const DNS_COUNT = 'target_group_health.dns_failover.minimum_healthy_targets.count';
const DNS_SHARE = 'target_group_health.dns_failover.minimum_healthy_targets.percentage';

export function readAttributes(attributes: readonly TargetGroupAttribute[]): TargetGroupAttributes {
  const values = new Map(attributes.map(({ Key, Value }) => [Key, Value]));
  const seconds = values.get('deregistration_delay.timeout_seconds');
  return {
    deregistrationDelayMs: Number(seconds ?? DEREGISTRATION_DELAY_SECONDS) * 1_000,
    stickinessEnabled: values.get('stickiness.enabled') === 'true',
    countsForDns: values.get(DNS_COUNT) !== 'off' || (values.get(DNS_SHARE) ?? 'off') !== 'off',
  };
}

export function readTargetHealth(described: TargetHealthDescription): TargetHealth {
  return {
    targetId: described.Target?.Id ?? '',
    port: described.Target?.Port,
    state: readState(described.TargetHealth?.State),
    reason: described.TargetHealth?.Reason,
    description: described.TargetHealth?.Description,
  };
}

const STATES: readonly TargetState[] = ['initial', 'healthy', 'unhealthy', 'unused', 'draining'];

/** A state that we do not know is no proof of health: it reads as `unavailable`. */
function readState(state: string | undefined): TargetState {
  if (state === 'unhealthy.draining') return 'draining';
  return STATES.find((known) => known === state) ?? 'unavailable';
}
