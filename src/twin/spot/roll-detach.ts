// Taking the old or the new instances of a roll out, by a call or because the roll failed.
import type { JsonObject } from '../../lib/json.ts';
import { choiceOf, DAY_SECONDS, flagOf, needed, wholeNumberOf } from './control-fields.ts';
import type { Fleet } from './fleet.ts';
import { capacityOf, type Group, isThere, type Roll, type SpotInstance } from './group.ts';
import { merged } from './group-document.ts';

export interface RollDetachment {
  readonly actionType: 'DETACH_OLD' | 'DETACH_NEW';
  readonly drainMs: number;
  /** Else of the latest batch only. */
  readonly isOfAllBatches: boolean;
  /** The target goes down by as many, never below the minimum. */
  readonly isLess: boolean;
}

/** `place` is what the fields are inside of, for the message. */
export function rollDetachment(given: JsonObject, drainMs: number, place: string): RollDetachment {
  const actionType = choiceOf(given, 'actionType', ['DETACH_OLD', 'DETACH_NEW'] as const);
  const seconds = wholeNumberOf(given, 'drainingTimeout', DAY_SECONDS);
  const decrement = given['shouldDecrementTargetCapacity'] ?? undefined;
  return {
    actionType: needed(actionType, `${place}actionType`),
    drainMs: seconds === undefined ? drainMs : seconds * 1_000,
    isOfAllBatches: flagOf(given, 'shouldHandleAllBatches'),
    isLess: decrement === undefined || flagOf(given, 'shouldDecrementTargetCapacity'),
  };
}

/** Answers which instances leave. */
export function detachFromRoll(
  group: Group,
  roll: Roll,
  fleet: Fleet,
  detachment: RollDetachment,
): readonly SpotInstance[] {
  const latest = Math.min(roll.current, roll.batches.length - 1);
  const batches = detachment.isOfAllBatches ? roll.batches : roll.batches.slice(latest, latest + 1);
  const begun = batches.filter(({ startedAt }) => startedAt !== undefined);
  const side = detachment.actionType === 'DETACH_OLD' ? 'blue' : 'green';
  const leaving = begun.flatMap((batch) => batch[side]).filter((each) => isThere(group, each));
  for (const each of leaving) fleet.retire(group, each, detachment.drainMs);
  if (detachment.isLess) {
    const { minimum, target } = capacityOf(group);
    const less = Math.max(minimum, target - leaving.length);
    group.document = merged(group.document, { capacity: { target: less } });
  }
  return leaving;
}
