// The health check of the way back: blue must be able to carry what it gets back.
import { CloudError } from '../../cloud/cloud-error.ts';
import { forwardedTo } from '../../traffic/actions.ts';
import { targetGroupName } from '../../traffic/arn.ts';
import type { GroupImage, Setup } from '../../traffic/facts.ts';
import { gaining } from '../../traffic/split.ts';
import { allDone } from '../common/all-done.ts';
import { failure, isRefusal } from '../common/failure.ts';
import { awaitHealth, look, type Watched } from '../common/group-health.ts';
import { keptFresh } from '../common/kept-fresh.ts';
import type { Pace } from '../common/pace.ts';
import { withRetries } from '../common/with-retries.ts';
import { scaleTo } from '../setup/scale-groups.ts';
import {
  blueTargetGroups,
  greenTargetGroups,
  type Shift,
  type Sight,
  watchedOf,
} from '../shift/shift.ts';
import type { Seen } from './look-at-rules.ts';

/**
 * One look at each target group of blue, for the time in which the rules are read. Answers those that
 * can carry what they get back; of the others nothing is known.
 */
export async function readyOfBlue(shift: Shift): Promise<ReadonlySet<string>> {
  const once = { ...shift.pace, giveUpAt: Number.NEGATIVE_INFINITY };
  const arns = [...blueTargetGroups(shift.setup)];
  const looks = arns.map(async (arn) => {
    try {
      return (await look(once, watchedFrom(shift, arn))).enough ? [arn] : [];
    } catch (error) {
      if (error instanceof CloudError) return [];
      throw error;
    }
  });
  return new Set((await allDone(looks)).flat());
}

/** Why the rules must not be put back, or undefined when they may. */
export async function objectionToRestore(
  shift: Shift,
  seen: readonly Seen[],
  ready: ReadonlySet<string>,
): Promise<string | undefined> {
  const { setup, context, pace } = shift;
  const blue = setup.blue;
  if (blue === null) return undefined;
  const needed = gainingOfBlue(setup, seen).filter((arn) => !ready.has(arn));
  const short: string[] = [];
  for (const arn of needed) {
    if (!(await look(pace, watchedFrom(shift, arn))).enough) short.push(arn);
  }
  if (short.length === 0) return undefined;
  await restoreCapacityIfPossible(shift, blue);
  for (const arn of short) {
    const watched = watchedFrom(shift, arn);
    const verdict = await awaitHealth(pace, watched, 1, pace.giveUpAt, ({ summary }) =>
      context.log(`blue: ${summary}`),
    );
    if (verdict.enough) continue;
    const green = await healthyOnGreen(shift, pace);
    if (verdict.healthy >= green) {
      context.log(`blue is short of targets (${verdict.summary}), but green has only ${green}.`);
      continue;
    }
    return `${targetGroupName(arn)}: ${verdict.summary}, while green has ${green} healthy ones`;
  }
  return undefined;
}

/**
 * The guard of each write that puts a rule back: AWS may slow it down until what was seen of blue is
 * old. Where nobody can see blue by then, what was seen stands.
 */
export function blueStillReady(shift: Shift, seen: readonly Seen[]): () => Promise<void> {
  const { clock } = shift.pace;
  const look = async (): Promise<void> => {
    const objection = await objectionToRestore(shift, seen, new Set()).catch((error: unknown) => {
      if (!isRefusal(error)) throw error;
      shift.context.log(`blue cannot be seen just now (${error.message}); the rule goes back.`);
      return undefined;
    });
    if (objection === undefined) return;
    throw failure('Verification', {
      what: 'Blue cannot take the traffic back',
      why: objection,
      todo: 'Bring blue back to health, and put the rule back then',
      traffic: 'The rule stands where it stood',
    });
  };
  return keptFresh(clock, look, clock.now());
}

/** Spot only vetoes: traffic does not wait on green until Spot answers again. */
export function watchedFrom(shift: Sight, targetGroupArn: string): Watched {
  return { ...watchedOf(shift, targetGroupArn), isVetoOptional: true };
}

function gainingOfBlue(setup: Setup, seen: readonly Seen[]): readonly string[] {
  const gains = seen.flatMap((each) =>
    each.todo === 'restore'
      ? gaining(forwardedTo(each.rule.actions) ?? [], forwardedTo(each.image.actions) ?? [])
      : [],
  );
  const blue = blueTargetGroups(setup);
  return [...new Set(gains)].filter((arn) => blue.has(arn));
}

/** Blue may recover without it; whether it has is for its targets to say. */
async function restoreCapacityIfPossible(shift: Shift, blue: GroupImage): Promise<void> {
  try {
    await restoreCapacity(shift, blue);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    shift.context.log(`${blue.name} (${blue.id}) could not be scaled: ${error.message}.`);
  }
}

async function restoreCapacity(shift: Shift, blue: GroupImage): Promise<void> {
  const { context, pace, elastigroups } = shift;
  const { capacity } = await withRetries(pace, () => elastigroups.read(blue.id));
  if (capacity.target >= blue.capacity.target) return;
  const { target, maximum } = blue.capacity;
  await scaleTo(context, pace, elastigroups, blue, { minimum: target, target, maximum });
}

/** The most healthy targets that any target group of green has. */
export async function healthyOnGreen(shift: Sight, pace: Pace): Promise<number> {
  let healthy = 0;
  for (const arn of greenTargetGroups(shift.setup)) {
    healthy = Math.max(healthy, (await look(pace, watchedFrom(shift, arn))).healthy);
  }
  return healthy;
}
