// The two groups of a deployment by their names: the one in service and one left under the stage name.
import type { Elastigroup, Elastigroups } from '../../cloud/elastigroups.ts';
import type { GroupImage } from '../../traffic/facts.ts';
import { failure, NOTHING_MOVED } from '../common/failure.ts';
import type { Pace } from '../common/pace.ts';
import { withRetries } from '../common/with-retries.ts';

/** The name Harness gives the group that is not in service, so that both tools find the same groups. */
export function stageNameOf(name: string): string {
  return `${name}__STAGE__Harness`;
}

export interface FoundGroups {
  readonly inService: Elastigroup | undefined;
  readonly staged: Elastigroup | undefined;
}

export async function findGroups(
  pace: Pace,
  elastigroups: Elastigroups,
  name: string,
  /** Groups that this run has deleted; a list may still show them for a while. */
  deleted: ReadonlySet<string>,
): Promise<FoundGroups> {
  const listed = await withRetries(pace, () => elastigroups.list());
  const groups = listed.filter(({ id }) => !deleted.has(id));
  return { inService: only(groups, name), staged: only(groups, stageNameOf(name)) };
}

export function imageOf(group: Elastigroup): GroupImage {
  const { id, name, capacity, document } = group;
  return { id, name, capacity, document };
}

function only(groups: readonly Elastigroup[], name: string): Elastigroup | undefined {
  const named = groups.filter((group) => group.name === name);
  if (named.length <= 1) return named[0];
  throw failure('Unknown', {
    what: `${named.length} Elastigroups have the name ${name}`,
    why: `nothing says which one is meant (${named.map(({ id }) => id).join(', ')})`,
    todo: 'Rename or delete all but one of them',
    traffic: NOTHING_MOVED,
  });
}
