// An instance that a group has just asked for: its names and where it will be.

import type { Random } from '../random.ts';
import { objectOf, objectsOf, textOf, textsOf } from '../request-fields.ts';
import type { World } from '../world.ts';
import type { Group, SpotInstance } from './group.ts';

export function newInstance(
  world: World,
  group: Group,
  random: Random,
  replaces: SpotInstance | undefined,
): SpotInstance {
  const compute = objectOf(group.document, 'compute') ?? {};
  const types = objectOf(compute, 'instanceTypes') ?? {};
  const zones = (objectsOf(compute, 'availabilityZones') ?? []).flatMap(
    (zone) => textOf(zone, 'name') ?? [],
  );
  const instanceId = `i-${random.hex(17)}`;
  const host = Number.parseInt(instanceId.slice(-4), 16);
  return {
    instanceId,
    requestId: `sir-${random.hex(8)}`,
    availabilityZone: zones[group.instances.size % zones.length] ?? `${world.spec.region}a`,
    instanceType: textsOf(types, 'spot')?.[0] ?? textOf(types, 'ondemand') ?? 't3.small',
    privateIp: `10.0.${host >> 8}.${host & 255}`,
    replaces,
    phase: 'requested',
    fulfilledAt: world.clock.now(),
    wasHealthy: false,
    unhealthySince: undefined,
    lockedUntil: 0,
    isStandby: false,
    registersAt: undefined,
  };
}
