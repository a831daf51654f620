// The calls about rolls: start, list, status, stop.
import type { JsonObject } from '../../lib/json.ts';
import type { Random } from '../random.ts';
import { objectOf, textOf } from '../request-fields.ts';
import { choiceOf, needed, wholeNumberOf } from './control-fields.ts';
import type { Elastigroups } from './elastigroups.ts';
import { capacityOf, type Group, type Roll, type RollBatch, type SpotInstance } from './group.ts';
import { recordDetachment } from './group-events.ts';
import { counted } from './reconcile.ts';
import { endRoll, openRoll, stopRoll } from './roll.ts';
import { detachFromRoll, rollDetachment } from './roll-detach.ts';
import { rollSettings } from './roll-settings.ts';
import { spotError } from './spot-error.ts';

const MOST_KEPT = 100;

/** Throws where a roll under way keeps the group as it is. */
export function refuseWhileRolling(group: Group): void {
  const roll = openRoll(group);
  if (roll === undefined) return;
  throw spotError('GROUP_HAS_ROLL', `Group ${group.id} has the roll ${roll.id} (${roll.status})`);
}

export function startRoll(
  groups: Elastigroups,
  group: Group,
  request: JsonObject,
  { random, now }: { readonly random: Random; readonly now: number },
): JsonObject {
  const settings = rollSettings(group, request);
  refuseWhileRolling(group);
  const instances = counted(group).filter(
    ({ phase }) => phase === 'running' || phase === 'booting',
  );
  if (instances.length < capacityOf(group).minimum) {
    const message = `Group ${group.id} has fewer instances than its minimum`;
    throw spotError('CANT_ROLL_CAPACITY_BELOW_MINIMUM', message);
  }
  const size = Math.max(1, Math.ceil((instances.length * settings.batchSizePercentage) / 100));
  const roll: Roll = {
    id: `sbgd-${random.hex(8)}`,
    settings,
    createdAt: now,
    updatedAt: now,
    status: 'STARTING',
    batches: batchesOf(instances, size),
    current: 0,
  };
  group.rolls.push(roll);
  if (group.rolls.length > MOST_KEPT) group.rolls.shift();
  const { id, status, currentBatch, numOfBatches, progress } = summary(roll);
  const answer = { id, status, currentBatch, numOfBatches, progress };
  groups.look(group);
  return answer;
}

export function listRolls(group: Group, request: JsonObject): readonly JsonObject[] {
  const limit = wholeNumberOf(request, 'limit', { least: 1 }) ?? MOST_KEPT;
  const sort = choiceOf(request, 'sort', ['createdAt:DESC', 'createdAt:ASC']) ?? 'createdAt:DESC';
  const rolls = sort === 'createdAt:DESC' ? [...group.rolls].reverse() : group.rolls;
  return rolls.slice(0, limit).map(summary);
}

export function rollStatus(group: Group, request: JsonObject): JsonObject {
  const roll = rollOf(group, request);
  const sideOf = (instance: SpotInstance, batchNum: number): JsonObject => ({
    instanceId: instance.instanceId,
    lifeCycle: instance.lifeCycle.toLowerCase(),
    batchNum,
    status: group.instances.has(instance) && instance.phase !== 'draining' ? 'RUNNING' : 'DETACHED',
  });
  const { progress, numOfBatches, currentBatch, gracePeriod, status } = summary(roll);
  return {
    id: roll.id,
    status,
    progress,
    numberOfBatches: numOfBatches,
    currentBatch,
    gracePeriod,
    strategyAction: roll.settings.action,
    healthCheck: roll.settings.healthCheckType,
    instances: roll.batches.map(({ blue, green }, index) => ({
      blue: blue.map((each) => sideOf(each, index + 1)),
      green: green
        .filter(({ phase }) => phase !== 'requested')
        .map((each) => sideOf(each, index + 1)),
    })),
  };
}

export function stop(groups: Elastigroups, group: Group, request: JsonObject, now: number): void {
  const roll = rollOf(group, request);
  needed(choiceOf(objectOf(request, 'roll') ?? {}, 'status', ['STOPPED']), 'roll.status');
  if (openRoll(group) !== roll) {
    throw spotError('ROLL_HAS_ENDED', `Roll ${roll.id} is ${roll.status}`);
  }
  stopRoll(group, roll, groups.fleet, now);
  groups.look(group);
}

/** Ends the roll with its old or its new instances taken out. */
export function actOnRoll(
  groups: Elastigroups,
  group: Group,
  request: JsonObject,
  now: number,
): JsonObject {
  const roll = rollOf(group, request);
  const detachment = rollDetachment(request, roll.settings.drainMs, '');
  if (roll.status === 'FINISHED') {
    throw spotError('ROLL_HAS_ENDED', `Roll ${roll.id} is ${roll.status}`);
  }
  const leaving = detachFromRoll(group, roll, groups.fleet, detachment);
  endRoll(roll, now);
  recordDetachment(group, now, leaving);
  groups.look(group);
  return {
    groupId: group.id,
    rollId: roll.id,
    actionType: detachment.actionType,
    detachedInstances: leaving.map(({ instanceId }) => instanceId),
  };
}

function rollOf(group: Group, request: JsonObject): Roll {
  const id = textOf(request, 'rollId');
  const roll = group.rolls.find((each) => each.id === id);
  if (roll !== undefined) return roll;
  throw spotError('ROLL_DOESNT_EXIST', `Group ${group.id} has no roll ${id ?? ''}`);
}

function batchesOf(instances: readonly SpotInstance[], size: number): readonly RollBatch[] {
  return Array.from({ length: Math.ceil(instances.length / size) }, (_, index) => ({
    blue: instances.slice(index * size, (index + 1) * size),
    green: [],
    startedAt: undefined,
  }));
}

function summary(roll: Roll): JsonObject {
  const { batches, current } = roll;
  const value = batches.length === 0 ? 100 : Math.round((current / batches.length) * 100);
  const countOf = (side: 'blue' | 'green'): number =>
    batches.reduce((sum, batch) => sum + batch[side].length, 0);
  return {
    id: roll.id,
    status: roll.status,
    progress: { unit: 'percent', value },
    currentBatch: Math.min(current + 1, batches.length),
    numOfBatches: batches.length,
    gracePeriod: roll.settings.gracePeriodMs / 1_000,
    blueInstances: countOf('blue'),
    greenInstances: countOf('green'),
    createdAt: new Date(roll.createdAt).toISOString(),
    updatedAt: new Date(roll.updatedAt).toISOString(),
  };
}
