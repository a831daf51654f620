// The Elastigroup port: the part of Spot's API that a blue-green deployment needs, in Spot's nouns.
import type { JsonObject } from '../lib/json.ts';

export interface Capacity {
  readonly minimum: number;
  readonly target: number;
  readonly maximum: number;
}

export interface Elastigroup {
  readonly id: string;
  readonly name: string;
  readonly capacity: Capacity;
  /** ISO time, as Spot gives it. */
  readonly createdAt: string;
  /** The whole group document, as Spot answered it. */
  readonly document: JsonObject;
}

export type HealthStatus = 'HEALTHY' | 'UNHEALTHY' | 'INSUFFICIENT_DATA' | 'UNKNOWN';

export interface InstanceHealth {
  readonly instanceId: string;
  readonly availabilityZone: string;
  readonly lifeCycle: string;
  readonly healthStatus: HealthStatus;
}

/** Of the clouds' own name, such as `t3.small`. */
export interface InstanceType {
  readonly instanceId: string;
  readonly type: string;
}

export type Process =
  | 'AUTO_SCALE'
  | 'AUTO_HEALING'
  | 'OUT_OF_STRATEGY'
  | 'PREVENTIVE_REPLACEMENT'
  | 'REVERT_PREFERRED'
  | 'SCHEDULING';

export interface Suspension {
  readonly name: Process;
  /** ISO time, or undefined when it lasts until somebody lifts it. */
  readonly expiresAt: string | undefined;
}

/** What Spot says that it has done or met, in its own words: for people, never to be acted on. */
export interface GroupLogLine {
  readonly at: number;
  readonly message: string;
}

/**
 * One Spot account. All methods throw only `CloudError`; an unknown id is `not-found`. Writes are
 * absolute and may be repeated, except `create`: look for the name before repeating it. Capacity
 * and deletion take effect over minutes; `instances` shows how far they are. The adapter never
 * repeats a call by itself.
 */
export interface Elastigroups {
  /** Every group of the account, however old. */
  list(): Promise<readonly Elastigroup[]>;
  read(id: string): Promise<Elastigroup>;
  create(document: JsonObject): Promise<Elastigroup>;
  rename(id: string, name: string): Promise<void>;
  writeCapacity(id: string, capacity: Capacity): Promise<void>;
  /** Replaces the whole list of the group's scheduled tasks, each in Spot's own words. */
  writeScheduledTasks(id: string, tasks: readonly JsonObject[]): Promise<void>;
  delete(id: string): Promise<void>;
  /** The instances Spot counts to the group, with its own view of their health. */
  instances(id: string): Promise<readonly InstanceHealth[]>;
  /** For people: what kinds of machines its instances are; one that has no id yet is left out. */
  instanceTypes(id: string): Promise<readonly InstanceType[]>;
  suspensions(id: string): Promise<readonly Suspension[]>;
  /** The newest lines between two moments (milliseconds on Spot's clock), oldest first. */
  log(id: string, from: number, to: number): Promise<readonly GroupLogLine[]>;
  suspend(id: string, processes: readonly Process[], ttlMinutes: number): Promise<void>;
  resume(id: string, processes: readonly Process[]): Promise<void>;
}
