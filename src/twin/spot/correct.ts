// What Spot replaces although it is healthy: what is at risk, out of strategy or not preferred.
import { numberOf, objectOf, textOf, textsOf } from '../request-fields.ts';
import type { Fleet } from './fleet.ts';
import {
  capacityOf,
  type Group,
  isLocked,
  isThere,
  type Must,
  type SpotInstance,
} from './group.ts';
import { recordReplacement } from './group-events.ts';
import { preferredTypesOf } from './instance-types.ts';
import { onDemandWanted, spotMarketOf } from './market.ts';
import { isSuspended } from './suspensions.ts';
import { isWithin } from './time-windows.ts';

/**
 * Launch before terminate, as many at once as `maxReplacementsPercentage` lets, else one. What is
 * locked or in standby is spared; instances at risk are not.
 */
export function correct(group: Group, fleet: Fleet, now: number): void {
  const underWay = [...group.instances].filter(
    ({ replaces }) => replaces !== undefined && isThere(group, replaces),
  );
  const replaced = new Set(underWay.map(({ replaces }) => replaces));
  const free = [...group.instances].filter(
    (each) => each.phase === 'running' && !each.isStandby && !replaced.has(each),
  );
  const settled = free.filter(
    (each) => each.replaces === undefined || !isThere(group, each.replaces),
  );
  const moves = [
    ...atRisk(group, settled, now),
    ...movable(group, settled, fleet, now).filter(([each]) => !isLocked(each, now)),
  ];
  for (const [instance, must] of moves.slice(0, Math.max(0, atOnce(group) - underWay.length))) {
    const replacement = fleet.request(group, instance, must);
    const why = must === undefined ? 'Spot foresees its interruption' : WHY[must];
    recordReplacement(group, now, { old: instance, replacement, why });
  }
}

const WHY: Readonly<Record<Must, string>> = {
  SPOT: 'Spot has capacity again, and it runs on demand',
  OD: 'the strategy asks for more on demand',
  PREFERRED: 'a preferred type is available',
};

type Move = readonly [instance: SpotInstance, must: Must | undefined];

function atRisk(group: Group, instances: readonly SpotInstance[], now: number): readonly Move[] {
  if (isSuspended(group, 'PREVENTIVE_REPLACEMENT', now)) return [];
  return instances.filter(({ isAtRisk }) => isAtRisk).map((each) => [each, undefined]);
}

function movable(
  group: Group,
  instances: readonly SpotInstance[],
  fleet: Fleet,
  now: number,
): readonly Move[] {
  const isStrategyHeld = isSuspended(group, 'OUT_OF_STRATEGY', now);
  const isRevertHeld = isSuspended(group, 'REVERT_PREFERRED', now);
  const onDemand = instances.filter(({ lifeCycle }) => lifeCycle === 'OD');
  const spot = instances.filter(({ lifeCycle }) => lifeCycle === 'SPOT');
  const surplus = onDemandSurplus(group);
  if (surplus > 0) {
    const isHeld = isStrategyHeld || isRevertHeld || !mayRevert(group, now);
    if (isHeld || spotMarketOf(group, fleet.lacksSpot) === undefined) return [];
    return onDemand.slice(0, surplus).map((each) => [each, 'SPOT']);
  }
  if (surplus < 0 && !isStrategyHeld) return spot.slice(0, -surplus).map((each) => [each, 'OD']);
  const preferred = preferredTypesOf(group.document);
  if (isRevertHeld || spotMarketOf(group, fleet.lacksSpot, 'PREFERRED') === undefined) return [];
  return spot
    .filter(({ instanceType }) => !preferred.includes(instanceType))
    .map((each) => [each, 'PREFERRED']);
}

/** Nothing is known to be out of strategy while an instance has no market yet. */
function onDemandSurplus(group: Group): number {
  const replaced = new Set([...group.instances].map(({ replaces }) => replaces));
  const staying = [...group.instances].filter(
    (each) => each.phase !== 'draining' && !replaced.has(each),
  );
  if (staying.some(({ phase, must }) => phase === 'requested' && must === undefined)) return 0;
  return staying.filter(({ lifeCycle }) => lifeCycle === 'OD').length - onDemandWanted(group);
}

/** When Spot may move from on demand back to Spot. */
function mayRevert(group: Group, now: number): boolean {
  const revert = objectOf(objectOf(group.document, 'strategy') ?? {}, 'revertToSpot') ?? {};
  const performAt = textOf(revert, 'performAt') ?? 'always';
  if (performAt !== 'timeWindow') return performAt === 'always';
  return (textsOf(revert, 'timeWindows') ?? []).some((window) => isWithin(window, now));
}

function atOnce(group: Group): number {
  const strategy = objectOf(group.document, 'strategy') ?? {};
  const share = numberOf(strategy, 'maxReplacementsPercentage');
  if (share === undefined) return 1;
  return Math.max(1, Math.floor((capacityOf(group).target * share) / 100));
}
