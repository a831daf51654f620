// An instance that a group has just asked for: its names and where it will be.

import type { Random } from '../random.ts';
import { objectOf, objectsOf, textOf } from '../request-fields.ts';
import type { World } from '../world.ts';
import type { Group, Must, SpotInstance } from './group.ts';
import { onDemandTypeOf, spotTypesOf } from './instance-types.ts';

export function newInstance(
  world: World,
  group: Group,
  random: Random,
  replaces: SpotInstance | undefined,
  must?: Must,
): SpotInstance {
  const compute = objectOf(group.document, 'compute') ?? {};
  const zones = (objectsOf(compute, 'availabilityZones') ?? []).flatMap(
    (zone) => textOf(zone, 'name') ?? [],
  );
  const instanceId = `i-${random.hex(17)}`;
  const host = Number.parseInt(instanceId.slice(-4), 16);
  return {
    instanceId,
    requestId: `sir-${random.hex(8)}`,
    availabilityZone: zones[group.instances.size % zones.length] ?? `${world.spec.region}a`,
    instanceType: spotTypesOf(group.document)[0] ?? onDemandTypeOf(group.document),
    lifeCycle: must === 'OD' ? 'OD' : 'SPOT',
    must,
    privateIp: `10.0.${host >> 8}.${host & 255}`,
    replaces,
    phase: 'requested',
    fulfilledAt: world.clock.now(),
    graceFromAt: undefined,
    wasHealthy: false,
    unhealthySince: undefined,
    lockedUntil: 0,
    isAtRisk: false,
    readyDueAt: undefined,
    isStandby: false,
    registersAt: undefined,
  };
}
