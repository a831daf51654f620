// What Spot does about a group when it looks at it: launch, replace, scale down.

import { correct } from './correct.ts';
import type { Fleet } from './fleet.ts';
import { capacityOf, type Group, isLocked, isThere, type SpotInstance } from './group.ts';
import { recordReplacement, recordScaling } from './group-events.ts';
import { hasHealthCheck, healthOf, isInGrace, needsReplacement } from './instance-health.ts';
import { advanceRoll, isHeldByRoll, isRestarting, openRoll } from './roll.ts';
import { isSuspended } from './suspensions.ts';

/** Brings the group towards its target capacity and replaces what stays unhealthy. */
export function reconcile(group: Group, fleet: Fleet, now: number): void {
  fleet.registerDue(group);
  observeHealth(group, fleet, now);
  endReplaced(group, fleet, now);
  advanceRoll(group, fleet, now);
  const { target } = capacityOf(group);
  const asked: SpotInstance[] = [];
  for (let missing = target - counted(group).length; missing > 0; missing--) {
    asked.push(fleet.request(group));
  }
  const victims: SpotInstance[] = [];
  // A victim's replacement takes its place in the count, so it may take several rounds.
  for (let all = counted(group); all.length > target; all = counted(group)) {
    if (openRoll(group) !== undefined) break;
    const [victim] = all.filter(mayGo(now)).sort(byWorth(group, fleet));
    if (victim === undefined) break;
    victims.push(victim);
    fleet.retire(group, victim);
  }
  recordScaling(group, now, asked, victims);
  heal(group, fleet, now);
  if (openRoll(group) === undefined) correct(group, fleet, now);
}

function observeHealth(group: Group, fleet: Fleet, now: number): void {
  for (const instance of group.instances) {
    const health = healthOf(group, instance, fleet.stateOf);
    if (health === 'HEALTHY') instance.wasHealthy = true;
    instance.unhealthySince = health === 'UNHEALTHY' ? (instance.unhealthySince ?? now) : undefined;
  }
}

/** Launch before terminate: the old one goes when the new one is healthy, or has had its grace. */
function endReplaced(group: Group, fleet: Fleet, now: number): void {
  for (const instance of [...group.instances]) {
    const { replaces } = instance;
    if (replaces === undefined || !isThere(group, replaces)) continue;
    if (isHeldByRoll(group, instance)) continue;
    if (instance.phase !== 'running') continue;
    const isReady = healthOf(group, instance, fleet.stateOf) === 'HEALTHY';
    if (!isReady && isInGrace(group, instance, now)) continue;
    fleet.retire(group, isReady || !isGivenUp(group, instance) ? replaces : instance);
  }
}

/** A healthy instance does not make way for one that stays unhealthy. */
function isGivenUp(group: Group, instance: SpotInstance): boolean {
  return instance.must !== undefined && hasHealthCheck(group);
}

function heal(group: Group, fleet: Fleet, now: number): void {
  if (isSuspended(group, 'AUTO_HEALING', now)) return;
  const replaced = new Set([...group.instances].map(({ replaces }) => replaces));
  for (const instance of counted(group)) {
    if (instance.readyDueAt !== undefined) {
      if (instance.readyDueAt <= now) replaceUnready(group, instance, fleet, now);
      continue;
    }
    if (replaced.has(instance) || isRestarting(group, instance)) continue;
    const health = healthOf(group, instance, fleet.stateOf);
    if (!needsReplacement(group, instance, health, now)) continue;
    const replacement = fleet.request(group, instance);
    const why =
      health === 'UNHEALTHY' ? 'it is unhealthy' : 'its grace is over and it never was healthy';
    recordReplacement(group, now, { old: instance, replacement, why });
  }
}

/** It never said that it is ready: it serves nothing, so it goes before its replacement comes. */
function replaceUnready(group: Group, instance: SpotInstance, fleet: Fleet, now: number): void {
  fleet.kill(group, instance);
  const replacement = fleet.request(group);
  const why = 'it did not say in time that it is ready';
  recordReplacement(group, now, { old: instance, replacement, why });
}

/** The instances that make up the capacity: a replacement counts once the old one is gone. */
export function counted(group: Group): readonly SpotInstance[] {
  return [...group.instances].filter(
    ({ phase, replaces }) =>
      phase !== 'draining' && (replaces === undefined || !isThere(group, replaces)),
  );
}

function mayGo(now: number): (instance: SpotInstance) => boolean {
  return (instance) => !isLocked(instance, now) && !instance.isStandby;
}

/** First what is not there yet, then the unhealthy, then the oldest: the order of the set. */
function byWorth(group: Group, fleet: Fleet): (a: SpotInstance, b: SpotInstance) => number {
  const worth = (instance: SpotInstance): number => {
    if (instance.phase === 'requested') return 0;
    if (instance.phase === 'booting') return 1;
    return healthOf(group, instance, fleet.stateOf) === 'UNHEALTHY' ? 2 : 3;
  };
  return (a, b) => worth(a) - worth(b);
}
