// What must hold of a rollback or a clean-up after a success: whose names and sizes it changes, and that its end is true.
import { canonicalJson } from '../../../src/lib/json.ts';
import type { GroupState, WorldState } from '../../scenarios/world-state.ts';
import type { Watch } from './checks.ts';
import { setupsInherited } from './follow-ups.ts';
import type { Shop } from './switch-world.ts';
import { weightsIn } from './weights-in.ts';

/** What speaks against a name that a follow-up is about to change. */
export function brokenByRenaming(
  { follows, images, touchedByOthers, isStale }: Watch,
  group: GroupState,
  { sites }: Shop,
  now: WorldState,
): string | undefined {
  if (follows?.kind === 'cleanup') return `a clean-up renamed ${group.id}`;
  for (const { prodRule } of sites) {
    const actions = now.rules.find(({ arn }) => arn === prodRule)?.actions ?? [];
    const image = images.get(prodRule) ?? [];
    const isBack = canonicalJson(weightsIn(actions)) === canonicalJson(weightsIn(image));
    if (isBack || isStale || touchedByOthers.has(prodRule)) continue;
    return `${group.id} was renamed while ${prodRule} was not back yet`;
  }
  return undefined;
}

type Left = readonly [id: string, text: string];

/** By name or id, what a successful follow-up should not have left. */
export function leftByFollowUp(
  { follows, plan, cleanUp }: Watch,
  now: WorldState,
): readonly Left[] {
  const there = (id: string | undefined): GroupState | undefined =>
    now.groups.find((group) => group.id === id);
  return setupsInherited(plan).flatMap(({ blue, green, groupName }): readonly Left[] => {
    if (follows?.kind === 'cleanup') {
      const left = cleanUp === 'never' ? undefined : there(blue?.id);
      return left === undefined ? [] : [[left.id, `blue ${left.id} is still there`]];
    }
    const still = there(green?.id);
    const name = there(blue?.id)?.name;
    return [
      ...(still === undefined ? [] : [[still.id, `green ${still.id} is still there`] as const]),
      ...(name === groupName ? [] : [[groupName, `blue is ${name}, not ${groupName}`] as const]),
    ];
  });
}
