// Calls about single instances: lock, standby, interruption, detaching, reading.
import type { JsonObject } from '../../lib/json.ts';
import type { Fault } from '../fault.ts';
import { DAY_SECONDS, flagOf, idsOf, wholeNumberOf } from './control-fields.ts';
import type { Elastigroups } from './elastigroups.ts';
import {
  capacityOf,
  drainingMsOf,
  type Group,
  type SpotInstance,
  shownInstances,
} from './group.ts';
import { merged } from './group-document.ts';
import { recordDetachment } from './group-events.ts';
import { spotError } from './spot-error.ts';

/** From the market's notice to the end. */
export const NOTICE_MS = 120_000;
const TEN_YEARS_MINUTES = 5_256_000;

interface Member {
  readonly group: Group;
  readonly instance: SpotInstance;
}

/** Throws for an instance of no group. */
export function memberOf(groups: Elastigroups, instanceId: string): Member {
  for (const group of groups.all()) {
    const instance = shownInstances(group).find((each) => each.instanceId === instanceId);
    if (instance !== undefined) return { group, instance };
  }
  throw spotError('INSTANCE_DOESNT_EXIST', `Instance ${instanceId} is in no group`);
}

export function lock({ instance }: Member, request: JsonObject, now: number): void {
  const minutes = wholeNumberOf(request, 'ttlInMinutes', { least: 1, most: TEN_YEARS_MINUTES });
  instance.lockedUntil = minutes === undefined ? Number.POSITIVE_INFINITY : now + minutes * 60_000;
}

export function setStandby(groups: Elastigroups, { group, instance }: Member, on: boolean): void {
  if (instance.phase !== 'running' || instance.isStandby === on) {
    const what = on ? 'running' : 'in standby';
    throw spotError('INVALID_INSTANCE_STATE', `Instance ${instance.instanceId} is not ${what}`);
  }
  if (on) groups.fleet.enterStandby(group, instance);
  else groups.fleet.exitStandby(group, instance);
  groups.look(group);
}

/** All or none: an unknown instance leaves the others alone. */
export function interrupt(groups: Elastigroups, ids: readonly string[], noticeMs: number): void {
  const members = ids.map((id) => memberOf(groups, id));
  for (const { group, instance } of members) groups.fleet.interrupt(group, instance, noticeMs);
}

/** By its id, or a group's oldest that runs. Throws where there is none. */
export function interruptByFault(
  groups: Elastigroups,
  fault: Extract<Fault, { kind: 'interruption' | 'interruption-foreseen' }>,
): void {
  const { group, instance } = struckBy(groups, fault);
  if (fault.kind === 'interruption') {
    groups.fleet.interrupt(group, instance, fault.noticeMs ?? NOTICE_MS);
    return;
  }
  instance.isAtRisk = true;
  groups.look(group);
}

function struckBy(
  groups: Elastigroups,
  {
    instanceId,
    groupId,
  }: { readonly instanceId?: string | undefined; readonly groupId?: string | undefined },
): Member {
  if (instanceId !== undefined) return memberOf(groups, instanceId);
  const group = groups.get(groupId ?? '');
  const instance = [...group.instances].find(({ phase }) => phase === 'running');
  if (instance !== undefined) return { group, instance };
  throw spotError('INVALID_INSTANCE_STATE', `Group ${group.id} has no running instance`);
}

/** By instances of one group or of several, as an older call of Spot's does. */
export function detachAnywhere(groups: Elastigroups, request: JsonObject, now: number): void {
  const members = idsOf(request, 'instancesToDetach').map((id) => memberOf(groups, id));
  for (const group of new Set(members.map((member) => member.group))) {
    const own = members.filter((member) => member.group === group);
    const instancesToDetach = own.map(({ instance }) => instance.instanceId);
    detach(groups, group, { ...request, instancesToDetach }, now);
  }
}

/** The target goes down by as many where that is asked for, but never below the minimum. */
export function detach(groups: Elastigroups, group: Group, request: JsonObject, now: number): void {
  const ids = idsOf(request, 'instancesToDetach');
  const isEnd = flagOf(request, 'shouldTerminateInstances');
  const isLess = flagOf(request, 'shouldDecrementTargetCapacity');
  const seconds = wholeNumberOf(request, 'drainingTimeout', DAY_SECONDS);
  const instances = ids.map((id) => {
    const member = shownInstances(group).find(({ instanceId }) => instanceId === id);
    if (member !== undefined && member.phase !== 'draining') return member;
    throw spotError('INSTANCE_DOESNT_EXIST', `Instance ${id} is not in group ${group.id}`);
  });
  const drainMs = seconds === undefined ? drainingMsOf(group) : seconds * 1_000;
  for (const each of instances) {
    if (isEnd) groups.fleet.retire(group, each, drainMs);
    else groups.fleet.release(group, each);
  }
  recordDetachment(group, now, instances);
  const { minimum, target } = capacityOf(group);
  if (isLess) {
    const less = Math.max(minimum, target - instances.length);
    groups.write(group, merged(group.document, { capacity: { target: less } }));
  } else {
    groups.look(group);
  }
}

export function instanceShape({ instance }: Member): JsonObject {
  const lifeCycleState = instance.phase === 'draining' ? 'TERMINATING' : 'ACTIVE';
  return { instanceId: instance.instanceId, lifeCycleState };
}
