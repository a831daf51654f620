// The JSON form of a world: everything the twin starts with, every time span and every limit.
import type { JsonObject } from '../lib/json.ts';

/** Milliseconds on the twin's clock, drawn evenly between the two by the seed. */
export type Span = readonly [least: number, most: number];

export interface WorldSpec {
  /** All chance of the world comes from this number. */
  readonly seed: number;
  readonly region: string;
  readonly accountId: string;
  readonly spot: { readonly accountId: string; readonly token: string };
  /** With keys, requests to AWS must be signed by one of them; without, any signature passes. */
  readonly credentials?: readonly KeyPair[] | undefined;
  readonly loadBalancers: readonly LoadBalancerSpec[];
  readonly targetGroups: readonly TargetGroupSpec[];
  readonly groups: readonly GroupSpec[];
  readonly amis: readonly AmiSpec[];
  /** What Spot can import; nothing of them runs. */
  readonly autoScalingGroups?: readonly AutoScalingGroupSpec[] | undefined;
  readonly timing: Timing;
  readonly limits: Limits;
}

export interface KeyPair {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary credentials: their requests carry it. */
  readonly sessionToken?: string | undefined;
}

export interface LoadBalancerSpec {
  readonly arn: string;
  readonly name: string;
  readonly dnsName: string;
  /** Each node learns of a change by itself. */
  readonly nodes: number;
  readonly listeners: readonly ListenerSpec[];
}

export interface ListenerSpec {
  readonly arn: string;
  readonly port: number;
  readonly protocol: 'HTTP' | 'HTTPS';
  /** Actions and conditions have AWS's own field names. */
  readonly defaultActions: readonly JsonObject[];
  readonly rules: readonly RuleSpec[];
}

interface RuleSpec {
  readonly arn: string;
  readonly priority: number;
  readonly conditions: readonly JsonObject[];
  readonly actions: readonly JsonObject[];
  readonly transforms?: readonly JsonObject[] | undefined;
}

export interface TargetGroupSpec {
  readonly arn: string;
  readonly name: string;
  readonly port: number;
  readonly protocol: 'HTTP' | 'HTTPS';
  readonly healthCheck: HealthCheckSpec;
  readonly deregistrationDelayMs: number;
  /** The target group's own stickiness, by load balancer cookie. */
  readonly stickiness: boolean;
  /** How long a target that has become healthy gets less than its share; none when not given. */
  readonly slowStartMs?: number | undefined;
}

export interface HealthCheckSpec {
  /** The port of the target when not given. */
  readonly port?: number | undefined;
  /** The target group's when not given. */
  readonly protocol?: 'HTTP' | 'HTTPS' | undefined;
  readonly path: string;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
  /** Statuses as in AWS: `200`, `200,202` or `200-299`. */
  readonly matcher: string;
}

/** An Elastigroup that is there from the start; its instances run, registered and healthy. */
interface GroupSpec {
  readonly id: string;
  readonly name: string;
  /** Milliseconds before the start of the world at which the group was created. */
  readonly ageMs: number;
  /** What stands inside `group` in Spot's API. */
  readonly document: JsonObject;
}

export interface AutoScalingGroupSpec {
  readonly name: string;
  readonly minSize: number;
  readonly maxSize: number;
  readonly desiredCapacity: number;
  readonly imageId: string;
  readonly instanceType: string;
  readonly availabilityZones: readonly string[];
  readonly targetGroupArns: readonly string[];
  readonly healthCheckGracePeriodSeconds: number;
}

/** `host` is for the instance host alone: the model never looks into it. */
export interface AmiSpec {
  readonly id: string;
  readonly version: string;
  readonly host: JsonObject;
  readonly simulated: SimulatedAmi;
}

/** How instances of an AMI behave where no process runs. */
export interface SimulatedAmi {
  /** From launch to the first answer. */
  readonly bootMs: number;
  readonly healthStatus: number;
  readonly responseMs: number;
  /** Share of requests answered with 500, from 0 to 1. */
  readonly share5xx: number;
}

interface Timing {
  /** From asking for an instance to Spot showing it. */
  readonly fulfilMs: Span;
  /** From there to a running, registered instance; its application still has to start. */
  readonly bootMs: Span;
  /** How often Spot compares its groups with what they should be. */
  readonly observeMs: number;
  /** Within this time after a write a describe may answer what was before. */
  readonly readLagMs: number;
  /** Until a node of a load balancer routes by a change. */
  readonly propagationMs: Span;
  /** From the end of a metric period until CloudWatch has it. */
  readonly metricLagMs: Span;
}

interface Limits {
  readonly elbv2Describe: BucketSpec;
  readonly elbv2Modify: BucketSpec;
  /** Spot's requests per route and method in one window of 60 s. */
  readonly spotRequestsPerMinute: number;
}

export interface BucketSpec {
  readonly size: number;
  readonly refillPerSecond: number;
}
