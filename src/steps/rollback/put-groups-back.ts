// The groups after the rules: names, blue's capacity and suspensions as before, then green away.

import type { Leftover } from '../../execution/event.ts';
import { cleanUpBudget } from '../../traffic/clean-up-budget.ts';
import { FACT, type GroupImage } from '../../traffic/facts.ts';
import { allDone } from '../common/all-done.ts';
import { failure, isRefusal } from '../common/failure.ts';
import { isNotFound } from '../common/not-found.ts';
import { rollbackPace } from '../common/pace.ts';
import { deleteGroup, emptyGroup } from '../common/remove-group.ts';
import { type LeftoverGroup, STEP_FACT, stageFacts } from '../common/step-facts.ts';
import { withRetries } from '../common/with-retries.ts';
import { imageOf } from '../setup/find-groups.ts';
import { drainingSeconds } from '../setup/group-document.ts';
import { type Shift, shiftOf } from '../shift/shift.ts';
import { groupsAsBefore } from './groups-as-before.ts';
import { leftGroup, mayBeThere, ONLY_THEN } from './leftovers.ts';
import { proveGreenEmpty, weightOnGreen } from './prove-green-empty.ts';
import { restoredFacts, type WayBack } from './way-back.ts';

export async function putGroupsBack(way: WayBack): Promise<readonly Leftover[]> {
  const { context, tools, setup } = way;
  if (setup === undefined) return [];
  const shift = { ...shiftOf(tools, context, setup), pace: rollbackPace(context) };
  const green = setup.green ?? (await orphanOf(shift).catch(unseen));
  let leftovers: readonly Leftover[] = [];
  let objection: string | undefined;
  const known = typeof green === 'string' ? null : green;
  await allDone([
    groupsAsBefore(shift).then((left) => {
      leftovers = left;
    }),
    objectionToRemoval(shift, known).then((found) => {
      objection = found;
    }),
  ]);
  if (typeof green === 'string') return [...leftovers, mayBeThere(setup.stageGroupName, green)];
  if (green === null) return leftovers;
  return [...leftovers, ...(await takeAway(shift, green, objection))];
}

function unseen(error: unknown): string {
  if (isRefusal(error)) return error.message;
  throw error;
}

/** A green group whose creation was confirmed by nobody: it has the stage name and was not there before. */
async function orphanOf({ context, setup, pace, elastigroups }: Shift): Promise<GroupImage | null> {
  if (stageFacts(context, STEP_FACT.creatingGreen).length === 0) return null;
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
  const { status, reason } = await proveGreenEmpty(shift, Math.max(0, ...times), proveUntil);
  context.log(`green without traffic: ${reason}.`);
  return status === 'contradicted' ? reason : undefined;
}

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
    const ready = (): Promise<void> => refuseWeight(shift, green, 'sends requests to green');
    const removal = { id: green.id, ready, until: pace.giveUpAt };
    const { emptied, instances } = await emptyGroup(shift, removal);
    if (!emptied) return [leftGroup(green, `${instances} instances were still there at the end`)];
    const stillReady = (): Promise<void> => refuseWeight(shift, green, SCALED_AWAY);
    await deleteGroup(shift, { id: green.id, ready: stillReady });
    return [];
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return [leftGroup(green, error.message)];
  }
}

const SCALED_AWAY =
  'sends requests to green, which has been scaled to 0: they are answered with 503';

/** Proving and draining take minutes, in which another hand or a late write of an earlier owner may have come in. */
async function refuseWeight(shift: Shift, { id, name }: GroupImage, does: string): Promise<void> {
  const why = await weightOnGreen(shift);
  if (why === undefined) return;
  throw failure('Verification', {
    what: `${name} (${id}) was not taken away`,
    why,
    todo: 'Look who gave it weight',
    traffic: `That rule ${does}; ${ONLY_THEN}`,
  });
}

function noneIfGone(error: unknown): readonly [] {
  if (isNotFound(error)) return [];
  throw error;
}
