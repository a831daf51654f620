// An Elastigroup and its instances, as the twin keeps them.
import type { JsonObject } from '../../lib/json.ts';
import { numberOf, objectOf, objectsOf, textOf } from '../request-fields.ts';
import type { History } from './history.ts';
import type { RollDetachment } from './roll-detach.ts';

export interface Group {
  readonly id: string;
  /** What stands inside `group` in Spot's API, without id and times. */
  document: JsonObject;
  readonly createdAt: number;
  updatedAt: number;
  /** What of its scheduled tasks came due until then has run. */
  tasksLookedAt: number;
  /** The end of the cooldown of the scaling policy that acted last; 0 before any did. */
  scalesAgainAt: number;
  /** By process; undefined lasts until somebody lifts it. */
  readonly suspensions: Map<string, number | undefined>;
  /** By scaling policy; null lasts until somebody lifts it. */
  readonly policySuspensions: Map<string, number | null>;
  /** Oldest first. */
  readonly instances: Set<SpotInstance>;
  readonly history: History;
  /** By instance id, oldest first, ended ones included. */
  readonly usages: Map<string, Usage>;
  /** Oldest first. */
  readonly rolls: Roll[];
}

/** A replacement of all instances in batches, each launched before the old ones go. */
export interface Roll {
  readonly id: string;
  readonly settings: RollSettings;
  readonly createdAt: number;
  updatedAt: number;
  /** FAILED holds the group as it is until the roll is stopped. */
  status: 'STARTING' | 'IN_PROGRESS' | 'FINISHED' | 'STOPPED' | 'FAILED';
  readonly batches: readonly RollBatch[];
  /** Index of the batch that is being replaced. */
  current: number;
}

export interface RollBatch {
  readonly blue: readonly SpotInstance[];
  readonly green: SpotInstance[];
  /** Undefined before its turn. */
  startedAt: number | undefined;
}

export interface RollSettings {
  /** Instances are replaced, or restarted in their place. */
  readonly action: 'REPLACE_SERVER' | 'RESTART_SERVER';
  readonly batchSizePercentage: number;
  readonly gracePeriodMs: number;
  /** NONE where neither the call nor the group names one. */
  readonly healthCheckType: string;
  readonly drainMs: number;
  readonly batchMinHealthyPercentage: number;
  readonly onFailure: RollDetachment | undefined;
}

/** How long an instance ran, or runs. */
export interface Usage {
  readonly instance: SpotInstance;
  readonly startedAt: number;
  endedAt: number | undefined;
}

/**
 * requested: no capacity found yet, Spot shows nothing. booting: shown, but not yet running.
 * running: registered in the group's target groups. draining: deregistered, ends soon.
 */
export interface SpotInstance {
  readonly instanceId: string;
  readonly requestId: string;
  readonly availabilityZone: string;
  instanceType: string;
  /** Until it is fulfilled the one it is asked for as. */
  lifeCycle: LifeCycle;
  /** Without it the instance is given up; undefined takes what there is. */
  readonly must: Must | undefined;
  readonly privateIp: string;
  /** The unhealthy instance in whose place this one was launched. */
  readonly replaces: SpotInstance | undefined;
  phase: 'requested' | 'booting' | 'running' | 'draining';
  fulfilledAt: number;
  /** Since when its grace counts: a restart, or its signal; undefined since it was fulfilled. */
  graceFromAt: number | undefined;
  wasHealthy: boolean;
  unhealthySince: number | undefined;
  /** Scaling down spares it until then. */
  lockedUntil: number;
  /** Spot foresees that the market will take it back. */
  isAtRisk: boolean;
  /** Until when its application has to say that it is ready; undefined when nobody waits for that. */
  readyDueAt: number | undefined;
  /** In no target group, neither healed nor scaled down. */
  isStandby: boolean;
  /** When Spot belatedly registers it; undefined when it has, or never will. */
  registersAt: number | undefined;
}

/** OD is on demand. */
export type LifeCycle = 'SPOT' | 'OD';

/** PREFERRED is a Spot instance of one of the group's preferred types. */
export type Must = LifeCycle | 'PREFERRED';

export interface GroupCapacity {
  readonly minimum: number;
  readonly target: number;
  readonly maximum: number;
}

/** What an instance waits under. */
export function keyOf(group: Group, instance: SpotInstance): string {
  return `${group.id}/${instance.instanceId}`;
}

export function nameOf(group: Group): string {
  return textOf(group.document, 'name') ?? '';
}

export function capacityOf(group: Group): GroupCapacity {
  const capacity = objectOf(group.document, 'capacity') ?? {};
  return {
    minimum: numberOf(capacity, 'minimum') ?? 0,
    target: numberOf(capacity, 'target') ?? 0,
    maximum: numberOf(capacity, 'maximum') ?? 0,
  };
}

export function launchSpecificationOf(document: JsonObject): JsonObject {
  return objectOf(objectOf(document, 'compute') ?? {}, 'launchSpecification') ?? {};
}

export function targetGroupArnsOf(document: JsonObject): readonly string[] {
  const config = objectOf(launchSpecificationOf(document), 'loadBalancersConfig') ?? {};
  return (objectsOf(config, 'loadBalancers') ?? [])
    .filter((each) => textOf(each, 'type') === 'TARGET_GROUP')
    .flatMap((each) => textOf(each, 'arn') ?? []);
}

/** In milliseconds; Spot's own default is 120 s. */
export function drainingMsOf(group: Group): number {
  const strategy = objectOf(group.document, 'strategy') ?? {};
  return (numberOf(strategy, 'drainingTimeout') ?? 120) * 1_000;
}

/** What Spot shows of a group: its instances from the moment they are fulfilled. */
export function shownInstances(group: Group): readonly SpotInstance[] {
  return [...group.instances].filter(({ phase }) => phase !== 'requested');
}

/** There and not about to go. */
export function isThere(group: Group, instance: SpotInstance): boolean {
  return group.instances.has(instance) && instance.phase !== 'draining';
}

export function isLocked(instance: SpotInstance, now: number): boolean {
  return instance.lockedUntil > now;
}
