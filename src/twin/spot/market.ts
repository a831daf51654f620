// The markets of a group: what a new instance gets, and how many the strategy wants on demand.
import { numberOf, objectOf } from '../request-fields.ts';
import { capacityOf, type Group, type LifeCycle, type Must, type SpotInstance } from './group.ts';
import { onDemandTypeOf, preferredTypesOf, spotTypesOf } from './instance-types.ts';

export interface Market {
  readonly lifeCycle: LifeCycle;
  readonly instanceType: string;
}

/** Whether Spot has no capacity of the type for the group. */
export type SpotShortage = (groupId: string, instanceType: string) => boolean;

/**
 * How many instances are to be on demand: `onDemandCount`, else what `risk` (the percentage on Spot)
 * leaves of the target. Without either all are to be Spot.
 */
export function onDemandWanted(group: Group): number {
  const strategy = objectOf(group.document, 'strategy') ?? {};
  const { target } = capacityOf(group);
  const count = numberOf(strategy, 'onDemandCount');
  if (count !== undefined) return Math.min(count, target);
  return Math.round((target * (100 - (numberOf(strategy, 'risk') ?? 100))) / 100);
}

/** The first type that Spot has, among the preferred ones only or among all. */
export function spotMarketOf(
  group: Group,
  lacksSpot: SpotShortage,
  must?: Must,
): Market | undefined {
  const { document, id } = group;
  const types = must === 'PREFERRED' ? preferredTypesOf(document) : spotTypesOf(document);
  const instanceType = types.find((type) => !lacksSpot(id, type));
  return instanceType === undefined ? undefined : { lifeCycle: 'SPOT', instanceType };
}

/** Undefined while there is nothing for it on the markets it may have. */
export function marketFor(
  group: Group,
  instance: SpotInstance,
  lacksSpot: SpotShortage,
): Market | undefined {
  const wanted = instance.must ?? wantedFor(group, instance);
  const onDemand = { lifeCycle: 'OD', instanceType: onDemandTypeOf(group.document) } as const;
  if (wanted === 'OD') return onDemand;
  const spot = spotMarketOf(group, lacksSpot, wanted);
  if (spot !== undefined || instance.must !== undefined) return spot;
  const mayFallBack = objectOf(group.document, 'strategy')?.['fallbackToOd'] !== false;
  return mayFallBack ? onDemand : undefined;
}

function wantedFor(group: Group, instance: SpotInstance): LifeCycle {
  const replaced = new Set([...group.instances].map(({ replaces }) => replaces));
  const onDemand = [...group.instances].filter(
    (each) =>
      each !== instance &&
      each.lifeCycle === 'OD' &&
      each.phase !== 'requested' &&
      each.phase !== 'draining' &&
      !replaced.has(each),
  );
  return onDemand.length < onDemandWanted(group) ? 'OD' : 'SPOT';
}
