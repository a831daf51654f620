// Capacity before traffic: blue gets a floor under its present size, green gets the instances it needs.
import type { Capacity, Elastigroups } from '../../cloud/elastigroups.ts';
import type { StepContext } from '../../execution/step.ts';
import type { GroupImage } from '../../traffic/facts.ts';
import type { Pace } from '../common/pace.ts';
import { resizeGroup } from '../common/resize-group.ts';
import { write } from '../common/with-retries.ts';

/** Blue may grow, but not shrink below what it had while it is the way back. */
export async function raiseFloor(
  context: StepContext,
  pace: Pace,
  elastigroups: Elastigroups,
  blue: GroupImage,
): Promise<void> {
  const floor = floorOf(blue);
  if (floor === undefined) return;
  context.log(`${blue.name} keeps at least ${floor} instances while it is the way back.`);
  const means = { context, pace, elastigroups };
  await resizeGroup(means, {
    name: `raise the minimum of ${blue.id}`,
    request: { id: blue.id, floor },
    id: blue.id,
    wanted: (now) => onFloor(now, floor),
    isThere: ({ minimum }) => minimum >= floor,
  });
}

/** The minimum that the group is to have; undefined when it has it. */
export function floorOf({ capacity }: Pick<GroupImage, 'capacity'>): number | undefined {
  return capacity.minimum >= capacity.target ? undefined : capacity.target;
}

export function onFloor({ minimum, target, maximum }: Capacity, floor: number): Capacity {
  return {
    minimum: Math.max(floor, minimum),
    target: Math.max(floor, target),
    maximum: Math.max(floor, maximum),
  };
}

export async function scaleTo(
  context: StepContext,
  pace: Pace,
  elastigroups: Elastigroups,
  group: { readonly id: string; readonly name: string },
  wanted: Capacity,
): Promise<void> {
  const { minimum, target, maximum } = wanted;
  context.log(
    `${group.name} is scaled to ${target} instances (at least ${minimum}, at most ${maximum}).`,
  );
  await write(context, pace, {
    name: `scale ${group.id} to ${minimum}/${target}/${maximum}`,
    request: { id: group.id, capacity: { minimum, target, maximum } },
    changesWorld: true,
    act: async () => {
      await elastigroups.writeCapacity(group.id, wanted);
      return null;
    },
    readBack: async () => {
      const { capacity } = await elastigroups.read(group.id);
      const same = capacity.minimum === minimum && capacity.maximum === maximum;
      return same ? { applied: true, result: null } : { applied: false };
    },
  });
}
