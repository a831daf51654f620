// Whether a later deployment has taken the place of the one that is followed: then blue is its way back, not ours.
import { withRetries } from '../common/with-retries.ts';
import type { Sight } from '../shift/shift.ts';

/** The group that has the name in service and is neither green nor blue of the run that is followed. */
export async function otherInService({
  setup,
  pace,
  elastigroups,
}: Sight): Promise<string | undefined> {
  const ours = [setup.green?.id, setup.blue?.id];
  const groups = await withRetries(pace, () => elastigroups.list());
  return groups.find(({ id, name }) => name === setup.groupName && !ours.includes(id))?.id;
}
