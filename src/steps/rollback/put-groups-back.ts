// The groups after the rules: names, blue's capacity and suspensions as before, then green away.

import type { Leftover } from '../../execution/event.ts';
import { cleanUpBudget } from '../../traffic/clean-up-budget.ts';
import { FACT, type GroupImage } from '../../traffic/facts.ts';
import { allDone } from '../common/all-done.ts';
import { isRefusal } from '../common/failure.ts';
import { isNotFound } from '../common/not-found.ts';
import { rollbackPace } from '../common/pace.ts';
import { deleteGroup, emptyGroup } from '../common/remove-group.ts';
import { isNeeded, type LeftoverGroup, STEP_FACT, stageFacts } from '../common/step-facts.ts';
import { withRetries, write } from '../common/with-retries.ts';
import { imageOf } from '../setup/find-groups.ts';
import { drainingSeconds } from '../setup/group-document.ts';
import { resume } from '../shift/calm.ts';
import { type Shift, shiftOf } from '../shift/shift.ts';
import { namesBack } from '../shift/swap-names.ts';
import { tasksBack } from '../shift/swap-tasks.ts';
import { leftGroup, leftNamesOrCapacity } from './leftovers.ts';
import { proveGreenEmpty, weightOnGreen } from './prove-green-empty.ts';
import { restoredFacts, type WayBack } from './way-back.ts';

export async function putGroupsBack(way: WayBack): Promise<readonly Leftover[]> {
  const { context, tools, setup } = way;
  if (setup === undefined) return [];
  const shift = { ...shiftOf(tools, context, setup), pace: rollbackPace(context) };
  const green = setup.green ?? (await orphanOf(shift));
  let leftovers: readonly Leftover[] = [];
  let objection: string | undefined;
  await allDone([
    groupsAsBefore(shift).then((left) => {
      leftovers = left;
    }),
    objectionToRemoval(shift, green).then((found) => {
      objection = found;
    }),
  ]);
  if (green === null) return leftovers;
  return [...leftovers, ...(await takeAway(shift, green, objection))];
}

/**
 * The rules are read back by now, so the names may tell it already while green is still being proven
 * empty. Where a rule could not be put back, names and capacities go on telling who has the traffic.
 */
async function groupsAsBefore(shift: Shift): Promise<readonly Leftover[]> {
  const { context, pace, elastigroups, setup } = shift;
  try {
    const live = await whyGreenIsLive(shift);
    if (live === undefined) {
      await namesBack(context, pace, elastigroups, setup);
      await capacityBack(shift);
      await tasksBack(shift);
    }
    await resume(context, pace, elastigroups, setup);
    if (live === undefined || setup.blue === null) return [];
    return [leftNamesOrCapacity(setup.blue, `green may still have the traffic: ${live}`)];
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return setup.blue === null ? [] : [leftNamesOrCapacity(setup.blue, error.message)];
  }
}

async function whyGreenIsLive(shift: Shift): Promise<string | undefined> {
  const restored = restoredFacts(shift.context);
  const isLeft = restored.some(({ lane, outcome }) => lane === 'prod' && outcome === 'left');
  return isLeft ? weightOnGreen(shift) : undefined;
}

/** A green group whose creation was confirmed by nobody: it has the stage name and was not there before. */
async function orphanOf({ context, setup, pace, elastigroups }: Shift): Promise<GroupImage | null> {
  const [first] = stageFacts(context, STEP_FACT.leftoverGroup);
  const before = (first?.value ?? null) as LeftoverGroup | null;
  const groups = await withRetries(pace, () => elastigroups.list());
  const found = groups.find(({ id, name }) => name === setup.stageGroupName && id !== before?.id);
  return found === undefined ? null : imageOf(found);
}

/** Why green has to stay for now; where nothing can be seen, it stays. */
async function objectionToRemoval(
  shift: Shift,
  green: GroupImage | null,
): Promise<string | undefined> {
  try {
    return await proveBeforeRemoval(shift, green);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return error.message;
  }
}

/** A group that never had weight needs no waiting. */
async function proveBeforeRemoval(
  shift: Shift,
  green: GroupImage | null,
): Promise<string | undefined> {
  const { context, pace } = shift;
  if (green === null) return undefined;
  const weight = await weightOnGreen(shift);
  if (weight !== undefined) return weight;
  if (stageFacts(context, FACT.rung).length === 0) return undefined;
  const drainMs = drainingSeconds(green.document) * 1_000;
  const { proveUntil } = cleanUpBudget(pace.clock.now(), pace.giveUpAt, drainMs);
  const times = restoredFacts(context).map(({ writtenAt }) => writtenAt ?? 0);
  const { objection, summary } = await proveGreenEmpty(shift, Math.max(0, ...times), proveUntil);
  context.log(`green without traffic: ${summary}.`);
  if (objection !== undefined || !context.isTakenOver) return objection;
  // The last write of an earlier owner may have come in while nobody looked.
  return weightOnGreen(shift);
}

/** Only blue's minimum was touched: what it has grown to meanwhile stays. */
export async function capacityBack({ context, pace, elastigroups, setup }: Shift): Promise<void> {
  const blue = setup.blue;
  if (blue === null) return;
  const { minimum, maximum } = blue.capacity;
  const effect = `put back the capacity of ${blue.id}`;
  const differs = async (): Promise<boolean> => {
    const { capacity } = await withRetries(pace, () => elastigroups.read(blue.id));
    return capacity.minimum !== minimum || capacity.maximum !== maximum;
  };
  if (!(await isNeeded(context, effect, differs))) return;
  await write(context, pace, {
    name: effect,
    request: { id: blue.id, minimum, maximum },
    changesWorld: true,
    act: async () => {
      const { capacity } = await elastigroups.read(blue.id);
      const target = Math.min(Math.max(capacity.target, minimum), maximum);
      await elastigroups.writeCapacity(blue.id, { minimum, target, maximum });
      return null;
    },
    readBack: async () => {
      const { capacity } = await elastigroups.read(blue.id);
      const same = capacity.minimum === minimum && capacity.maximum === maximum;
      return same ? { applied: true, result: null } : { applied: false };
    },
  });
}

/** Whoever runs the commands of a left-over group before its rule is in order takes live traffic down. */
const ONLY_THEN = 'once no rule gives it weight, and only then, the commands are safe';

async function takeAway(
  shift: Shift,
  green: GroupImage,
  objection: string | undefined,
): Promise<readonly Leftover[]> {
  const { context, pace, elastigroups } = shift;
  if (objection !== undefined) return [leftGroup(green, `${objection}; ${ONLY_THEN}`)];
  const drainMs = drainingSeconds(green.document) * 1_000;
  const budget = cleanUpBudget(pace.clock.now(), pace.giveUpAt, drainMs);
  try {
    const seen = withRetries(pace, () => elastigroups.instances(green.id));
    const running = await seen.catch(noneIfGone);
    if (running.length > 0 && !budget.drainFits) {
      return [leftGroup(green, "draining it would take longer than the step's time-out leaves")];
    }
    context.log(`Removing ${green.name} (${green.id}): draining first.`);
    const { emptied, instances } = await emptyGroup(
      context,
      pace,
      elastigroups,
      green.id,
      pace.giveUpAt,
    );
    if (!emptied) return [leftGroup(green, `${instances} instances were still there at the end`)];
    await deleteGroup(context, pace, elastigroups, green.id);
    return [];
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return [leftGroup(green, error.message)];
  }
}

function noneIfGone(error: unknown): readonly [] {
  if (isNotFound(error)) return [];
  throw error;
}
