// The answers of Spot about single instances.
import type { JsonObject } from '../../lib/json.ts';
import { type Group, isLocked, type SpotInstance } from './group.ts';
import { healthOf, type TargetStateReader } from './instance-health.ts';

export function statusShape(group: Group, instance: SpotInstance, now: number): JsonObject {
  return {
    spotInstanceRequestId: requestIdOf(instance),
    instanceId: instance.instanceId,
    instanceType: instance.instanceType,
    product: 'Linux/UNIX',
    groupId: group.id,
    availabilityZone: instance.availabilityZone,
    privateIp: instance.privateIp,
    publicIp: null,
    createdAt: new Date(instance.fulfilledAt).toISOString(),
    status: 'fulfilled',
    lockStatus: isLocked(instance, now) ? 'locked' : 'unlocked',
    protectedUntil:
      isLocked(instance, now) && Number.isFinite(instance.lockedUntil)
        ? new Date(instance.lockedUntil).toISOString()
        : null,
  };
}

export function healthShape(
  group: Group,
  instance: SpotInstance,
  stateOf: TargetStateReader,
): JsonObject {
  return {
    instanceId: instance.instanceId,
    spotRequestId: requestIdOf(instance),
    groupId: group.id,
    availabilityZone: instance.availabilityZone,
    lifeCycle: instance.lifeCycle,
    healthStatus: healthOf(group, instance, stateOf),
  };
}

/** An instance on demand has no request on the Spot market. */
export function requestIdOf({ lifeCycle, requestId }: SpotInstance): string | null {
  return lifeCycle === 'SPOT' ? requestId : null;
}
