// What a run would do, as one document: the world as it is, every write in order, and the way back from each point.
import type { JsonObject } from '../lib/json.ts';
import type { GroupImage, Lane, ProofKind } from './facts.ts';
import type { RuleAction } from './forward-action.ts';

export interface Outlook {
  readonly pipeline: string;
  /** The template that all of it comes from, such as `deploy@v2`. */
  readonly template: string | null;
  readonly stages: readonly StageOutlook[];
  /** The least time it takes, without the time of people, scripts and instances that start. */
  readonly leastMs: number;
  readonly gates: number;
}

export interface StageOutlook {
  readonly path: string;
  readonly name: string;
  /** The template that it was made from, such as `deploy@v2`. */
  readonly template: string | null;
  /** Null for a stage that deploys nothing. */
  readonly deploys: Deploys | null;
  /** Every rule that the run writes, and those that share its target groups, as they are now. */
  readonly rules: readonly RuleOutlook[];
  readonly groups: readonly GroupOutlook[];
  readonly steps: readonly StepOutlook[];
  /** Names of the rollback steps, in their order. */
  readonly rollback: readonly string[];
  /** What becomes of blue after a success; null when there is none. */
  readonly afterwards: string | null;
  readonly warnings: readonly string[];
  readonly leastMs: number;
}

export interface Deploys {
  readonly service: string;
  readonly environment: string;
  readonly infrastructure: string;
  readonly amiId: string;
}

export interface RuleOutlook {
  readonly ruleArn: string;
  /** What people call it: `prod`, or the name of the step that shifts it. */
  readonly label: string;
  /** Null for a rule that this run does not write. */
  readonly lane: Lane | null;
  readonly loadBalancer: string;
  readonly port: number | null;
  readonly isDefault: boolean;
  /** What a request has to meet, such as `host-header shop.example`. */
  readonly conditions: readonly string[];
  readonly targetGroups: readonly TargetGroupOutlook[];
  /** The actions as they are, and then after each write. */
  readonly actions: readonly RuleAction[];
  readonly changes: readonly RuleChangeOutlook[];
}

export interface TargetGroupOutlook {
  readonly targetGroupArn: string;
  readonly name: string;
  readonly weight: number;
  readonly healthy: number;
  readonly targets: number;
  /** Lately, by CloudWatch; null when it has no number. */
  readonly requestsPerMinute: number | null;
}

export interface RuleChangeOutlook {
  readonly rung: string;
  readonly step: string;
  readonly before: readonly RuleAction[];
  readonly after: readonly RuleAction[];
}

export interface GroupOutlook {
  /** `left over`: under the stage name, from an earlier deployment. */
  readonly role: 'in service' | 'left over';
  readonly id: string;
  readonly name: string;
  readonly capacity: GroupImage['capacity'];
  readonly amiId: string | null;
}

export interface StepOutlook {
  readonly path: string;
  readonly name: string;
  readonly type: string;
  /** Of the iteration it stands in, such as `weight=50`. */
  readonly label: string | null;
  /** Its own template, or else that of the group around it. */
  readonly template: string | null;
  /** Null when it runs whenever everything before it has succeeded. */
  readonly when: string | null;
  readonly timeoutMs: number;
  readonly leastMs: number;
  /** In the order in which they are sent; reads are not listed. */
  readonly writes: readonly CallOutlook[];
  readonly rungs: readonly RungOutlook[];
  readonly gate: GateOutlook | null;
  readonly script: string | null;
  readonly notes: readonly string[];
  /** From each state that this step brings about: what a rollback writes there. */
  readonly wayBack: readonly WayBackOutlook[];
}

export interface WayBackOutlook {
  /** Such as `prod at 50 %`. */
  readonly state: string;
  readonly writes: readonly CallOutlook[];
}

export interface CallOutlook {
  readonly cloud: 'AWS' | 'Spot';
  /** As the cloud calls it, such as `ModifyRule` or `PUT capacity`. */
  readonly call: string;
  /** The rule or group, as people call it. */
  readonly on: string;
  readonly words: string;
  readonly values: JsonObject;
}

export interface RungOutlook {
  /** Such as `prod-50`. */
  readonly rung: string;
  readonly ruleArn: string;
  readonly label: string;
  readonly set: number;
  readonly settleMs: number;
  readonly proof: ProofKind;
  /** Why this kind is expected. */
  readonly reason: string;
  /** There is less traffic than a better proof would need. */
  readonly isThin: boolean;
  /** Green under watch, on the last rung of prod. */
  readonly bakeMs: number | null;
}

export interface GateOutlook {
  readonly message: string;
  readonly userGroups: readonly string[];
  readonly minimumCount: number;
  readonly isExecutorAllowed: boolean;
  readonly disallowed: readonly string[];
  /** The rung that it opens the way to; null when none follows. */
  readonly rung: string | null;
}
