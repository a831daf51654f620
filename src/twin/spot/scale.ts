// Scaling by a number of instances, within the group's minimum and maximum.
import type { JsonObject } from '../../lib/json.ts';
import { wholeNumberOf } from './control-fields.ts';
import type { Elastigroups } from './elastigroups.ts';
import { capacityOf, type Group, type SpotInstance } from './group.ts';
import { merged } from './group-document.ts';
import { requestShape, victimShape } from './group-events.ts';
import { refuseWhileRolling } from './roll-calls.ts';

export function scaleUp(groups: Elastigroups, group: Group, request: JsonObject): JsonObject {
  const before = new Set(group.instances);
  const adjustment = adjustmentOf(request);
  refuseWhileRolling(group);
  retarget(groups, group, adjustment);
  const asked = [...group.instances].filter((each) => !before.has(each));
  return { newSpotRequests: asked.map(requestShape), newInstances: null };
}

export function scaleDown(groups: Elastigroups, group: Group, request: JsonObject): JsonObject {
  const adjustment = adjustmentOf(request);
  refuseWhileRolling(group);
  const before = [...group.instances].filter(({ phase }) => phase !== 'draining');
  retarget(groups, group, -adjustment);
  const victims = before.filter((each) => isLeaving(group, each));
  return { victimSpotRequests: victims.map(victimShape), victimInstances: [] };
}

function adjustmentOf(request: JsonObject): number {
  return wholeNumberOf(request, 'adjustment', { least: 1 }) ?? 1;
}

/** Stays within the minimum and the maximum. */
export function retarget(groups: Elastigroups, group: Group, by: number): void {
  const { minimum, target, maximum } = capacityOf(group);
  const wanted = Math.min(maximum, Math.max(minimum, target + by));
  groups.write(group, merged(group.document, { capacity: { target: wanted } }));
}

function isLeaving(group: Group, instance: SpotInstance): boolean {
  return instance.phase === 'draining' || !group.instances.has(instance);
}
