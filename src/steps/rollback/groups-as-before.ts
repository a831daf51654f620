// The groups as before, part by part: what one part is refused keeps no other from being put back.
import type { Leftover } from '../../execution/event.ts';
import type { GroupImage } from '../../traffic/facts.ts';
import { isRefusal } from '../common/failure.ts';
import { unlessGone } from '../common/not-found.ts';
import { scheduledTasks } from '../setup/group-document.ts';
import { resumeGroup, stillSuspended } from '../shift/calm.ts';
import type { Shift } from '../shift/shift.ts';
import { rename } from '../shift/swap-names.ts';
import { followTasks, stopTasks } from '../shift/swap-tasks.ts';
import { capacityBack, halfRemovedGroup, leftoverBack } from './capacity-back.ts';
import { leftNamesOrCapacity, leftProcesses, leftSize, leftTasks } from './leftovers.ts';
import { weightOnGreen } from './prove-green-empty.ts';
import { restoredFacts } from './way-back.ts';

/**
 * The rules are read back by now, so the names may tell it already while green is still being proven
 * empty. Where a rule could not be put back, names and capacities go on telling who has the traffic.
 * What green alone is refused is no matter: it goes, or is named as a whole.
 */
export async function groupsAsBefore(shift: Shift): Promise<readonly Leftover[]> {
  const { blue } = shift.setup;
  const live = await whyGreenIsLive(shift);
  const leftovers = [...(await leftoverAsBefore(shift))];
  if (live !== undefined) {
    const why = `green may still have the traffic: ${live}`;
    if (blue !== null) leftovers.push(...leftAsItIs(blue, why));
  } else {
    // Blue first: at no moment does the name in service belong to nobody.
    const left = blue === null ? [] : await namedAsBefore(shift, blue);
    await greenAsBefore(shift);
    leftovers.push(...left, ...(blue === null ? [] : await tasksAsBefore(shift, blue)));
  }
  return [...leftovers, ...(await processesAsBefore(shift))];
}

async function whyGreenIsLive(shift: Shift): Promise<string | undefined> {
  const restored = restoredFacts(shift.context);
  const isLeft = restored.some(({ lane, outcome }) => lane === 'prod' && outcome === 'left');
  if (!isLeft) return undefined;
  let live: string | undefined;
  const refusal = await refusalOf(async () => {
    live = await weightOnGreen(shift);
  });
  return refusal ?? live;
}

/** Nobody has put blue back: what may not be as before. */
export function leftAsItIs(blue: GroupImage, why: string): readonly Leftover[] {
  const tasks = scheduledTasks(blue.document).length > 0 ? [leftTasks(blue, why)] : [];
  return [leftNamesOrCapacity(blue, why), ...tasks];
}

async function leftoverAsBefore(shift: Shift): Promise<readonly Leftover[]> {
  const leftover = halfRemovedGroup(shift);
  if (leftover === null) return [];
  const why = await refusalOf(() => leftoverBack(shift, leftover));
  return why === undefined ? [] : [leftSize(leftover, why)];
}

async function namedAsBefore(shift: Shift, blue: GroupImage): Promise<readonly Leftover[]> {
  const refusals = [
    await refusalOf(() => rename(shift, blue.id, blue.name)),
    await refusalOf(() => capacityBack(shift)),
  ];
  const why = [...new Set(refusals.filter((each) => each !== undefined))].join('; ');
  return why === '' ? [] : [leftNamesOrCapacity(blue, why)];
}

async function greenAsBefore(shift: Shift): Promise<void> {
  const { context, setup } = shift;
  const { green } = setup;
  if (green === null) return;
  const refusals = [
    await refusalOf(() => unlessGone(() => rename(shift, green.id, setup.stageGroupName))),
    await refusalOf(() => unlessGone(() => stopTasks(shift, green))),
  ];
  for (const why of refusals) if (why !== undefined) context.log(`green (${green.id}): ${why}.`);
}

async function tasksAsBefore(shift: Shift, blue: GroupImage): Promise<readonly Leftover[]> {
  const why = await refusalOf(() => followTasks(shift, blue));
  return why === undefined ? [] : [leftTasks(blue, why)];
}

/** What resumed already needs no answer to a resume; what nobody can see counts as suspended. */
async function processesAsBefore(shift: Shift): Promise<readonly Leftover[]> {
  const { green, blue } = shift.setup;
  if (green !== null) await refusalOf(() => unlessGone(() => resumeGroup(shift, green.id)));
  if (blue === null) return [];
  const why = await refusalOf(() => unlessGone(() => resumeGroup(shift, blue.id)));
  const suspended = why === undefined ? [] : await stillSuspended(shift, blue.id);
  return suspended.length === 0 ? [] : [leftProcesses(blue, suspended, why ?? '')];
}

async function refusalOf(act: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return error.message;
  }
}
