// Sizes as before: blue's floor goes, and a group that was emptied to make room gets its instances back.
import type { Capacity } from '../../cloud/elastigroups.ts';
import type { JsonObject } from '../../lib/json.ts';
import { unlessGone } from '../common/not-found.ts';
import { resizeGroup } from '../common/resize-group.ts';
import { isNeeded, type LeftoverGroup, STEP_FACT, stageFacts } from '../common/step-facts.ts';
import { withRetries } from '../common/with-retries.ts';
import { groupOf, memberOf } from '../setup/refuse-document.ts';
import type { Shift } from '../shift/shift.ts';

/** Only blue's minimum was touched: what it has grown to meanwhile stays. */
export async function capacityBack(shift: Shift): Promise<void> {
  const blue = shift.setup.blue;
  if (blue === null) return;
  const { minimum, maximum } = blue.capacity;
  await writeBack(shift, blue.id, blue.capacity, ({ target }) => ({
    minimum,
    maximum,
    target: Math.min(Math.max(target, minimum), maximum),
  }));
}

/** The group that this stage began to take away, as it was; null when there was none, or it is deleted. */
export function halfRemovedGroup({ context }: Pick<Shift, 'context'>): LeftoverGroup | null {
  const [first] = stageFacts(context, STEP_FACT.leftoverGroup);
  const removed = stageFacts(context, STEP_FACT.removedGroup).map(({ key }) => key);
  const found = (first?.value ?? null) as LeftoverGroup | null;
  return found === null || removed.includes(found.id) ? null : found;
}

export async function leftoverBack(shift: Shift, leftover: LeftoverGroup): Promise<void> {
  const before = capacityIn(leftover.document);
  if (before === undefined) return;
  await unlessGone(() => writeBack(shift, leftover.id, before, () => before));
}

export function capacityIn(document: JsonObject): Capacity | undefined {
  const { minimum, target, maximum } = memberOf(groupOf(document), 'capacity');
  const isKnown = [minimum, target, maximum].every((each) => typeof each === 'number');
  return isKnown ? ({ minimum, target, maximum } as Capacity) : undefined;
}

async function writeBack(
  shift: Shift,
  id: string,
  before: Capacity,
  wanted: (now: Capacity) => Capacity,
): Promise<void> {
  const { context, pace, elastigroups } = shift;
  const { minimum, maximum } = before;
  const name = `put back the capacity of ${id}`;
  const isThere = (now: Capacity): boolean => now.minimum === minimum && now.maximum === maximum;
  const differs = async (): Promise<boolean> =>
    !isThere((await withRetries(pace, () => elastigroups.read(id))).capacity);
  if (!(await isNeeded(context, name, differs))) return;
  const request = { id, minimum, maximum };
  await resizeGroup(shift, { name, request, id, wanted, isThere });
}
