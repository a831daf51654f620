// The events of a group in Spot's words: scaled up, scaled down, replaced, detached.
import type { JsonObject } from '../../lib/json.ts';
import type { Group, SpotInstance } from './group.ts';
import { logInstance } from './history.ts';

export function recordWrite(group: Group, at: number, eventType: 'Create' | 'Update'): void {
  const done = eventType === 'Create' ? 'created' : 'updated';
  group.history.log({ at, severity: 'INFO', message: `Group ${group.id} successfully ${done}.` });
  group.history.happened({ at, eventType, subEvents: [] });
}

/** The twin has no images to make: what a backup leaves behind is its line in the log. */
export function recordAmiBackup(group: Group, at: number): void {
  const message = `A backup image of group ${group.id} was asked for.`;
  group.history.log({ at, severity: 'INFO', message });
}

export function recordScaling(
  group: Group,
  at: number,
  asked: readonly SpotInstance[],
  victims: readonly SpotInstance[],
): void {
  if (asked.length > 0) {
    const subEvents = [{ type: 'scaleUp', newSpots: asked.map(requestShape), newInstances: [] }];
    group.history.happened({ at, eventType: 'Scale', subEvents });
  }
  if (victims.length > 0) {
    const victimSpots = victims.map(victimShape);
    const subEvents = [{ type: 'scaleDown', victimSpots, victimInstances: [] }];
    group.history.happened({ at, eventType: 'Scale', subEvents });
  }
}

/** `why` completes the line of the log. */
export function recordReplacement(
  group: Group,
  at: number,
  {
    old,
    replacement,
    why,
  }: { readonly old: SpotInstance; readonly replacement: SpotInstance; readonly why: string },
): void {
  logInstance(group, old, at, `will be replaced: ${why}`);
  const newSpots = [requestShape(replacement)];
  const subEvents = [{ type: 'recoverInstances', oldSpots: [victimShape(old)], newSpots }];
  group.history.happened({ at, eventType: 'InstanceReplacement', subEvents });
}

export function recordDetachment(group: Group, at: number, all: readonly SpotInstance[]): void {
  const subEvents = all.map(({ instanceId }) => ({ type: 'detachedInstance', instanceId }));
  group.history.happened({ at, eventType: 'DetachInstances', subEvents });
}

/** An instance that was asked for; Spot knows its id only once it is fulfilled. */
export function requestShape(instance: SpotInstance): JsonObject {
  return {
    spotInstanceRequestId: instance.requestId,
    ...(instance.phase === 'requested' ? {} : { instanceId: instance.instanceId }),
    availabilityZone: instance.availabilityZone,
    instanceType: instance.instanceType,
  };
}

export function victimShape({ requestId, instanceId }: SpotInstance): JsonObject {
  return { spotInstanceRequestId: requestId, instanceId };
}
