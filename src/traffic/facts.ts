// The facts that steps record about traffic, in the shape in which the journal keeps them and screens show them.
import type { JsonObject } from '../lib/json.ts';
import type { RuleAction } from './forward-action.ts';

/** The names of the facts; a fact's value has the type of the same name below. */
export const FACT = {
  beforeImage: 'before-image',
  /** A `BeforeImage` in the place of the first: another hand's rule, adopted, with the weights of before. */
  adoptedImage: 'adopted-image',
  notice: 'notice',
  spotMove: 'spot-move',
  setup: 'setup',
  rung: 'rung',
  bake: 'bake',
  restored: 'restored',
  /** The actions AWS showed after our write. Key: the rule. */
  writtenActions: 'written-actions',
} as const;

/** One rule as it was before the run first touched it. Recorded before that touch, once per rule. */
export interface BeforeImage {
  readonly ruleArn: string;
  readonly listenerArn: string;
  readonly loadBalancerArn: string;
  readonly isDefault: boolean;
  readonly connectorRef: string;
  readonly region: string;
  /** What people call the rule: `prod`, or the name of the step that shifts it. */
  readonly label: string;
  readonly lane: Lane;
  readonly actions: readonly RuleAction[];
}

export type Lane = 'prod' | 'stage';

/** What the setup step found and made; later steps of the stage go by it. */
export interface Setup {
  readonly connectorRef: string;
  readonly region: string;
  readonly spotConnectorRef: string;
  readonly groupName: string;
  readonly stageGroupName: string;
  readonly green: GroupImage | null;
  readonly blue: GroupImage | null;
  readonly loadBalancers: readonly SetupLoadBalancer[];
  readonly healthyWanted: number;
}

export interface GroupImage {
  readonly id: string;
  readonly name: string;
  readonly capacity: {
    readonly minimum: number;
    readonly target: number;
    readonly maximum: number;
  };
  readonly document: JsonObject;
}

export interface SetupLoadBalancer {
  readonly loadBalancerArn: string;
  readonly prodListenerArn: string;
  readonly prodRuleArn: string;
  readonly prodTargetGroupArn: string;
  readonly stageTargetGroupArn: string;
}

export type ProofKind = 'zero' | 'share' | 'probe' | 'settled';

/** The progress of one rule at one rung; recorded anew at each state, under one name per state. */
export interface Rung {
  /** `<lane>-<weight>`, such as `prod-50`. */
  readonly rung: string;
  readonly lane: Lane;
  readonly ruleArn: string;
  readonly label: string;
  readonly state: 'writing' | 'settling' | 'proven' | 'failed';
  /** Percent of the rule's traffic for the stage target group: what we asked. */
  readonly set: number;
  /** The same, read back from AWS. */
  readonly reported: number | null;
  /** The same, seen in traffic; null when nothing could be seen, and `reason` says why. */
  readonly observed: number | null;
  readonly requests: number | null;
  readonly proof: ProofKind | null;
  readonly reason: string | null;
  readonly writtenAt: number | null;
  readonly provedAt: number | null;
}

/** What an approver is asked to review, one entry per target group. */
export interface ReviewedTargetGroup {
  readonly colour: 'green' | 'blue';
  readonly targetGroupArn: string;
  readonly name: string;
  /** Counted since this time: when the present weights were written, or the setup. */
  readonly since: number;
  readonly requests: Aged<number>;
  readonly share5xx: Aged<number>;
  readonly p95Ms: Aged<number>;
  readonly healthyTargets: Aged<number>;
  readonly targets: number;
}

/** A number and the moment it speaks of; null when the source has none. */
export interface Aged<Value> {
  readonly value: Value | null;
  readonly at: number | null;
}

export interface Review {
  readonly rung: string | null;
  readonly targetGroups: readonly ReviewedTargetGroup[];
  readonly logFolder: string;
}

/** One thing that somebody else has changed: as this run left it, and as it was found; a choice lists them. */
export interface Difference {
  readonly what: string;
  readonly left: string;
  readonly found: string;
}

/** Instances that Spot took out of a group or put into it by itself while a run needed the group. */
export interface SpotMove {
  readonly colour: 'green' | 'blue';
  readonly groupId: string;
  readonly left: readonly string[];
  readonly came: readonly string[];
  /** Spot's own lines about those that left. */
  readonly why: readonly string[];
}

/** Something that happened to the world beside the run, told to people; nothing follows from it. */
export interface Notice {
  readonly text: string;
}

/** Green under watch after the last rung. */
export interface Bake {
  readonly state: 'watching' | 'passed' | 'failed';
  readonly untilAt: number;
  readonly reason: string | null;
}

/** One rule put back. */
export interface Restored {
  readonly ruleArn: string;
  readonly label: string;
  readonly lane: Lane;
  readonly outcome: 'restored' | 'untouched' | 'left';
  readonly beforeHash: string;
  readonly afterHash: string;
  readonly writtenAt: number | null;
  readonly reason: string | null;
}
