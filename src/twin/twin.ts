// The twin: one deterministic model of a region's load balancers, instances, Elastigroups and metrics.
import type { Json, JsonObject } from '../lib/json.ts';
import type { CallTiming } from './call-timing.ts';
import type { Fault } from './fault.ts';
import type { RequestRecord, RoutingView } from './routing-view.ts';
import type { SpotControl, SpotControlOperation } from './spot-control.ts';
import type { WorldSpec } from './world-spec.ts';

/**
 * A call to an API takes the request in the API's own field names, acts at once and answers in the
 * API's field names, or throws `TwinError`. Nothing else is thrown. All time passes on the clock.
 */
export interface Twin {
  readonly spec: WorldSpec;
  readonly elbv2: Elbv2;
  readonly spot: Spot;
  readonly cloudWatch: CloudWatch;
  readonly sts: Sts;
  readonly ec2: Ec2Reads;
  /**
   * `listener` is called at once with the view of every node, then whenever a node learns of a
   * change. Answers how to end that.
   */
  onRoutingView(listener: (view: RoutingView) => void): () => void;
  /** Counts a request that the data plane has answered. */
  recordRequest(record: RequestRecord): void;
  /** For wires: one request, which faults may make late. */
  readonly serve: CallTiming['serve'];
  /** Throws `TwinError` when the fault names what is not there. */
  inject(fault: Fault): void;
  clearFaults(): void;
  /** Those in force, with what is left of them. */
  faults(): readonly Json[];
  /** The whole world as it really is, without lag: for tests and people. */
  inspect(): JsonObject;
  /** The whole model as it is now, with what is in motion, as plain JSON. */
  snapshot(): JsonObject;
  /**
   * Puts this twin, while it runs, where the snapshot was taken: all times are carried over to now,
   * what ran then is launched anew where it does not run, what did not is ended. Throws
   * `SnapshotError`, and changes nothing, for a snapshot of another world or format, or a damaged one.
   */
  restore(snapshot: JsonObject): void;
  /** Ends every instance and every timer; the twin is not used afterwards. */
  close(): void;
}

export type ApiCall = (request: JsonObject) => JsonObject;

export interface Elbv2 {
  readonly describeLoadBalancers: ApiCall;
  readonly describeListeners: ApiCall;
  readonly describeRules: ApiCall;
  readonly describeTargetGroups: ApiCall;
  readonly describeTargetGroupAttributes: ApiCall;
  readonly describeTargetHealth: ApiCall;
  readonly modifyRule: ApiCall;
  readonly modifyListener: ApiCall;
  readonly registerTargets: ApiCall;
  readonly deregisterTargets: ApiCall;
  readonly createLoadBalancer: ApiCall;
  readonly deleteLoadBalancer: ApiCall;
  readonly describeLoadBalancerAttributes: ApiCall;
  readonly modifyLoadBalancerAttributes: ApiCall;
  readonly createListener: ApiCall;
  readonly deleteListener: ApiCall;
  readonly createRule: ApiCall;
  readonly deleteRule: ApiCall;
  readonly setRulePriorities: ApiCall;
  readonly createTargetGroup: ApiCall;
  readonly modifyTargetGroup: ApiCall;
  readonly deleteTargetGroup: ApiCall;
  readonly modifyTargetGroupAttributes: ApiCall;
  readonly describeTags: ApiCall;
  readonly addTags: ApiCall;
  readonly removeTags: ApiCall;
}

/** Answers are the `items` of Spot's envelope; `delete` and `resume` have none. */
export interface Spot {
  /** Throws 401 for a wrong token, 403 for an account that the token does not reach. */
  authorize(token: string | undefined, accountId: string | undefined): void;
  list(query: SpotListQuery): readonly JsonObject[];
  read(groupId: string): readonly JsonObject[];
  create(group: JsonObject): readonly JsonObject[];
  update(groupId: string, group: JsonObject): readonly JsonObject[];
  delete(groupId: string): void;
  capacity(groupId: string, capacity: JsonObject): readonly JsonObject[];
  status(groupId: string): readonly JsonObject[];
  instanceHealthiness(groupId: string): readonly JsonObject[];
  suspensions(groupId: string): readonly JsonObject[];
  suspend(groupId: string, body: JsonObject): readonly JsonObject[];
  resume(groupId: string, body: JsonObject): void;
  readonly control: SpotControl;
  /** What the rate-limit headers say after a call of this operation. */
  rateLimit(operation: SpotOperation): RateLimit;
}

export type SpotOperation =
  | 'list'
  | 'read'
  | 'create'
  | 'update'
  | 'delete'
  | 'capacity'
  | 'status'
  | 'instanceHealthiness'
  | 'suspensions'
  | 'suspend'
  | 'resume'
  | SpotControlOperation;

/** Milliseconds since 1970; without bounds every group is listed. */
export interface SpotListQuery {
  readonly minCreatedAt?: number | undefined;
  readonly maxCreatedAt?: number | undefined;
  readonly name?: string | undefined;
}

export interface RateLimit {
  readonly limit: number;
  readonly remaining: number;
  readonly resetSeconds: number;
}

interface CloudWatch {
  /** Times are seconds since 1970, in the request as in the answer. */
  readonly getMetricData: ApiCall;
}

/** Answers have the names of EC2's XML: `imagesSet`, `reservationSet`. */
export interface Ec2Reads {
  readonly describeImages: ApiCall;
  readonly describeInstances: ApiCall;
}

interface Sts {
  readonly getCallerIdentity: ApiCall;
}
