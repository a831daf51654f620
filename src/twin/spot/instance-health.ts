// What Spot thinks of an instance's health, and when it gives up on one.

import type { TargetState } from '../elbv2/target.ts';
import { numberOf, textOf } from '../request-fields.ts';
import {
  type Group,
  launchSpecificationOf,
  type SpotInstance,
  targetGroupArnsOf,
} from './group.ts';

export type SpotHealth = 'HEALTHY' | 'UNHEALTHY' | 'INSUFFICIENT_DATA' | 'UNKNOWN';

export type TargetStateReader = (
  targetGroupArn: string,
  instanceId: string,
) => TargetState | undefined;

const LOAD_BALANCER_TYPES = ['TARGET_GROUP', 'ELB'];

/**
 * One status over all target groups of the group. UNKNOWN while a target is initial, unused or not
 * there at all; a group without a health check type never says anything else.
 */
export function healthOf(
  group: Group,
  instance: SpotInstance,
  stateOf: TargetStateReader,
): SpotHealth {
  const type = textOf(launchSpecificationOf(group.document), 'healthCheckType');
  if (type === undefined || instance.phase !== 'running' || instance.isStandby) return 'UNKNOWN';
  if (type === 'EC2') return 'HEALTHY';
  if (!LOAD_BALANCER_TYPES.includes(type)) return 'INSUFFICIENT_DATA';
  const states = targetGroupArnsOf(group.document).map((arn) => stateOf(arn, instance.instanceId));
  if (states.includes('unhealthy')) return 'UNHEALTHY';
  return states.length > 0 && states.every((state) => state === 'healthy') ? 'HEALTHY' : 'UNKNOWN';
}

/** Without a type every instance stays as it is. */
export function hasHealthCheck(group: Group): boolean {
  return textOf(launchSpecificationOf(group.document), 'healthCheckType') !== undefined;
}

/** Grace ends at the first healthy answer, else after the group's grace period (300 s by default). */
export function isInGrace(group: Group, instance: SpotInstance, now: number): boolean {
  if (instance.wasHealthy) return false;
  if (instance.readyDueAt !== undefined) return true;
  const seconds = numberOf(launchSpecificationOf(group.document), 'healthCheckGracePeriod') ?? 300;
  return now - (instance.graceFromAt ?? instance.fulfilledAt) < seconds * 1_000;
}

/**
 * After grace an instance that was never healthy is replaced whatever its status; one that was
 * healthy is replaced once it has been UNHEALTHY for the group's duration.
 */
export function needsReplacement(
  group: Group,
  instance: SpotInstance,
  health: SpotHealth,
  now: number,
): boolean {
  const specification = launchSpecificationOf(group.document);
  const type = textOf(specification, 'healthCheckType');
  if (type === undefined || instance.phase !== 'running' || instance.isStandby) return false;
  if (isInGrace(group, instance, now)) return false;
  if (!instance.wasHealthy) return health !== 'HEALTHY';
  const seconds = numberOf(specification, 'healthCheckUnhealthyDurationBeforeReplacement') ?? 0;
  const since = instance.unhealthySince;
  return since !== undefined && now - since >= seconds * 1_000;
}
