// A roll under way: replaces a group's instances batch by batch, launch before terminate, or restarts them.
import type { Fleet } from './fleet.ts';
import { type Group, isThere, type Roll, type SpotInstance } from './group.ts';
import { healthOf } from './instance-health.ts';
import { detachFromRoll } from './roll-detach.ts';

/** The roll that works on the group or, failed, still holds it. */
export function openRoll(group: Group): Roll | undefined {
  return group.rolls.find(({ status }) => status !== 'FINISHED' && status !== 'STOPPED');
}

/** True for a new instance whose batch decides when the old one goes. */
export function isHeldByRoll(group: Group, instance: SpotInstance): boolean {
  return openRoll(group)?.batches.some(({ green }) => green.includes(instance)) ?? false;
}

/** One look at the roll: starts the next batch, or ends the present one when it is healthy. */
export function advanceRoll(group: Group, fleet: Fleet, now: number): void {
  const roll = openRoll(group);
  if (roll === undefined || roll.status === 'FAILED') return;
  const batch = roll.batches[roll.current];
  if (batch === undefined) {
    change(roll, 'FINISHED', now);
    return;
  }
  if (batch.startedAt === undefined) {
    batch.startedAt = now;
    const replaced = batch.blue.filter((each) => isThere(group, each));
    batch.green.push(...replaced.map((each) => renewed(group, roll, each, fleet)));
    change(roll, 'IN_PROGRESS', now);
    if (replaced.length > 0) return;
  }
  const healthy = batch.green.filter((each) => isHealthy(group, roll, each, fleet)).length;
  const isAll = healthy === batch.green.length;
  if (!isAll && now - batch.startedAt < roll.settings.gracePeriodMs) return;
  const share = batch.green.length === 0 ? 100 : (healthy / batch.green.length) * 100;
  if (share < roll.settings.batchMinHealthyPercentage) {
    fail(group, roll, fleet, now);
    return;
  }
  if (!isRestart(roll)) {
    for (const each of batch.blue) retire(group, each, fleet, roll.settings.drainMs);
  }
  roll.current += 1;
  change(roll, roll.current === roll.batches.length ? 'FINISHED' : 'IN_PROGRESS', now);
}

/** Ends the roll where it is: the new instances of the unfinished batch are given up. */
export function stopRoll(group: Group, roll: Roll, fleet: Fleet, now: number): void {
  change(roll, 'STOPPED', now);
  const batch = isRestart(roll) ? undefined : roll.batches[roll.current];
  const isUndecided = batch?.blue.some((each) => isThere(group, each)) ?? false;
  if (!isUndecided) return;
  for (const each of batch?.green ?? []) retire(group, each, fleet, roll.settings.drainMs);
}

/** True for an instance that is down because its roll restarts it. */
export function isRestarting(group: Group, instance: SpotInstance): boolean {
  const roll = openRoll(group);
  if (roll === undefined || !isRestart(roll)) return false;
  return roll.batches[roll.current]?.green.includes(instance) ?? false;
}

function isRestart({ settings }: Roll): boolean {
  return settings.action === 'RESTART_SERVER';
}

/** The new instance for an old one: another one, or itself anew. */
function renewed(group: Group, roll: Roll, instance: SpotInstance, fleet: Fleet): SpotInstance {
  if (!isRestart(roll)) return fleet.request(group, instance);
  fleet.restart(group, instance, roll.settings.drainMs);
  return instance;
}

function fail(group: Group, roll: Roll, fleet: Fleet, now: number): void {
  change(roll, 'FAILED', now);
  const message = `Roll ${roll.id} failed: too few instances of batch ${roll.current + 1} are healthy.`;
  group.history.log({ at: now, severity: 'ERROR', message, resourceId: roll.id });
  const { onFailure } = roll.settings;
  if (onFailure !== undefined) detachFromRoll(group, roll, fleet, onFailure);
}

function retire(group: Group, instance: SpotInstance, fleet: Fleet, drainMs: number): void {
  if (isThere(group, instance)) fleet.retire(group, instance, drainMs);
}

/** The roll does no more; a failed one lets its group go. */
export function endRoll(roll: Roll, now: number): void {
  if (roll.status !== 'FINISHED') change(roll, 'STOPPED', now);
}

function change(roll: Roll, status: Roll['status'], now: number): void {
  roll.status = status;
  roll.updatedAt = now;
}

function isHealthy(group: Group, roll: Roll, instance: SpotInstance, fleet: Fleet): boolean {
  if (!isThere(group, instance) || instance.phase !== 'running') return false;
  const { healthCheckType } = roll.settings;
  if (healthCheckType === 'NONE' || healthCheckType === 'EC2') return true;
  return healthOf(group, instance, fleet.stateOf) === 'HEALTHY';
}
