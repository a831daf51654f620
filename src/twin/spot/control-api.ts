// Spot's calls about instances, scaling, rolls, history and costs, each behind the given gate.
import type { Json } from '../../lib/json.ts';
import type { SpotCall, SpotControl, SpotControlOperation } from '../spot-control.ts';
import type { World } from '../world.ts';
import { flagOf, idsOf } from './control-fields.ts';
import { groupCosts, instanceCosts } from './costs.ts';
import type { Elastigroups } from './elastigroups.ts';
import { groupShape } from './group-document.ts';
import { recordAmiBackup } from './group-events.ts';
import { eventShapes, logShapes } from './history-calls.ts';
import { importedDocument } from './import-group.ts';
import { importedInstance } from './import-instance.ts';
import {
  detach,
  detachAnywhere,
  instanceShape,
  interrupt,
  lock,
  memberOf,
  NOTICE_MS,
  setStandby,
} from './instance-calls.ts';
import { actOnRoll, listRolls, rollStatus, startRoll, stop } from './roll-calls.ts';
import { scaleDown, scaleUp } from './scale.ts';
import { policySuspensions, resumePolicy, suspendPolicy } from './scaling-policies.ts';
import { sendSignal } from './signal-call.ts';
import { spotTypes } from './spot-types.ts';

type Gated = <Answer>(operation: SpotControlOperation, act: () => Answer) => Answer;

export function createSpotControl(world: World, groups: Elastigroups, gated: Gated): SpotControl {
  const calls = { ...instanceCalls(world, groups), ...groupCalls(world, groups) };
  const behind = Object.entries(calls).map(([name, call]) => {
    const operation = name as SpotControlOperation;
    const gatedCall: SpotCall = (id, request) => gated(operation, () => call(id, request));
    return [operation, gatedCall] as const;
  });
  return Object.fromEntries(behind) as unknown as SpotControl;
}

function instanceCalls(world: World, groups: Elastigroups) {
  const of = (id: string) => memberOf(groups, id);
  const none: readonly Json[] = [];
  return {
    lock(id, request) {
      lock(of(id), request, world.clock.now());
      return none;
    },
    unlock(id) {
      of(id).instance.lockedUntil = 0;
      return none;
    },
    enterStandby(id) {
      setStandby(groups, of(id), true);
      return none;
    },
    exitStandby(id) {
      setStandby(groups, of(id), false);
      return none;
    },
    interrupt(_, request) {
      interrupt(groups, idsOf(request, 'instancesToInterrupt'), NOTICE_MS);
      return none;
    },
    detachAnywhere(_, request) {
      detachAnywhere(groups, request, world.clock.now());
      return none;
    },
    signal: (_, request) => [sendSignal(groups, request, world.clock.now())],
    readInstance: (id) => [instanceShape(of(id))],
  } satisfies Partial<SpotControl>;
}

function groupCalls(world: World, groups: Elastigroups) {
  const now = (): number => world.clock.now();
  const random = world.random('rolls');
  return {
    scaleUp: (id, request) => [scaleUp(groups, groups.get(id), request)],
    scaleDown: (id, request) => [scaleDown(groups, groups.get(id), request)],
    detachInstances(id, request) {
      detach(groups, groups.get(id), request, now());
      return [];
    },
    events: (id, request) => eventShapes(groups.get(id), request),
    logs: (id, request) => logShapes(groups.get(id), request),
    costs: (id, request) => [groupCosts(groups.get(id), request, now())],
    detailedCosts: (id, request) => instanceCosts(groups.get(id), request, now()),
    startRoll: (id, request) => [
      startRoll(groups, groups.get(id), request, { random, now: now() }),
    ],
    listRolls: (id, request) => listRolls(groups.get(id), request),
    rollStatus: (id, request) => [rollStatus(groups.get(id), request)],
    stopRoll(id, request) {
      stop(groups, groups.get(id), request, now());
      return [];
    },
    rollAction: (id, request) => [actOnRoll(groups, groups.get(id), request, now())],
    suspendPolicy: (id, request) => [suspendPolicy(groups.get(id), request, now())],
    resumePolicy(id, request) {
      resumePolicy(groups.get(id), request);
      return [];
    },
    policySuspensions: (id) => [policySuspensions(groups.get(id), now())],
    backupAmi(id) {
      recordAmiBackup(groups.get(id), now());
      return [];
    },
    spotTypes: (_, request) => spotTypes(world.spec, groups, request),
    importInstance: (_, request) => [
      groupShape(groups.create(importedInstance(world, groups, request))),
    ],
    importAutoScalingGroup(_, request) {
      const document = importedDocument(world.spec, request);
      return flagOf(request, 'dryRun') ? [document] : [groupShape(groups.create(document))];
    },
  } satisfies Partial<SpotControl>;
}
