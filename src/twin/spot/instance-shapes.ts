// The answers of Spot about single instances.
import type { JsonObject } from '../../lib/json.ts';
import type { Group, SpotInstance } from './group.ts';
import { healthOf, type TargetStateReader } from './instance-health.ts';

export function statusShape(group: Group, instance: SpotInstance): JsonObject {
  return {
    spotInstanceRequestId: instance.requestId,
    instanceId: instance.instanceId,
    instanceType: instance.instanceType,
    product: 'Linux/UNIX',
    groupId: group.id,
    availabilityZone: instance.availabilityZone,
    privateIp: instance.privateIp,
    publicIp: null,
    createdAt: new Date(instance.fulfilledAt).toISOString(),
    status: 'fulfilled',
    lockStatus: 'unlocked',
    protectedUntil: null,
  };
}

export function healthShape(
  group: Group,
  instance: SpotInstance,
  stateOf: TargetStateReader,
): JsonObject {
  return {
    instanceId: instance.instanceId,
    spotRequestId: instance.requestId,
    groupId: group.id,
    availabilityZone: instance.availabilityZone,
    lifeCycle: 'SPOT',
    healthStatus: healthOf(group, instance, stateOf),
  };
}
