// The outlook of a plan as pages read it: the value that `penstock plan --json` prints as `outlook`.
export interface Outlook {
  readonly pipeline: string;
  readonly template: string | null;
  readonly stages: readonly OutlookStage[];
  readonly leastMs: number;
  readonly gates: number;
}

export interface OutlookStage {
  readonly path: string;
  readonly name: string;
  readonly template: string | null;
  readonly deploys: {
    readonly service: string;
    readonly environment: string;
    readonly infrastructure: string;
    readonly amiId: string;
  } | null;
  readonly rules: readonly OutlookRule[];
  readonly groups: readonly {
    readonly role: string;
    readonly id: string;
    readonly name: string;
    readonly capacity: {
      readonly minimum: number;
      readonly target: number;
      readonly maximum: number;
    };
    readonly amiId: string | null;
  }[];
  readonly steps: readonly OutlookStep[];
  readonly rollback: readonly string[];
  readonly afterwards: string | null;
  readonly warnings: readonly string[];
  readonly leastMs: number;
}

export interface OutlookRule {
  readonly ruleArn: string;
  readonly label: string;
  /** Null for a rule that the run does not write. */
  readonly lane: string | null;
  readonly loadBalancer: string;
  readonly port: number | null;
  readonly isDefault: boolean;
  readonly conditions: readonly string[];
  readonly targetGroups: readonly {
    readonly targetGroupArn: string;
    readonly name: string;
    readonly weight: number;
    readonly healthy: number;
    readonly targets: number;
    readonly requestsPerMinute: number | null;
  }[];
  /** In AWS's own field names. */
  readonly actions: readonly OutlookAction[];
  readonly changes: readonly {
    readonly rung: string;
    readonly step: string;
    readonly before: readonly OutlookAction[];
    readonly after: readonly OutlookAction[];
  }[];
}

export interface OutlookAction {
  readonly Type: string;
  readonly TargetGroupArn?: string;
  readonly ForwardConfig?: {
    readonly TargetGroups?: readonly {
      readonly TargetGroupArn: string;
      readonly Weight?: number;
    }[];
    readonly TargetGroupStickinessConfig?: {
      readonly Enabled?: boolean;
      readonly DurationSeconds?: number;
    };
  };
}

export interface OutlookStep {
  readonly path: string;
  readonly name: string;
  readonly type: string;
  readonly label: string | null;
  readonly template: string | null;
  readonly when: string | null;
  readonly timeoutMs: number;
  readonly leastMs: number;
  readonly writes: readonly OutlookCall[];
  readonly rungs: readonly OutlookRung[];
  readonly gate: OutlookGate | null;
  readonly script: string | null;
  readonly notes: readonly string[];
  readonly wayBack: readonly {
    readonly state: string;
    readonly writes: readonly OutlookCall[];
  }[];
}

export interface OutlookCall {
  readonly cloud: 'AWS' | 'Spot';
  readonly call: string;
  readonly on: string;
  readonly words: string;
  readonly values: object;
}

export interface OutlookRung {
  readonly rung: string;
  readonly ruleArn: string;
  readonly label: string;
  readonly set: number;
  readonly settleMs: number;
  readonly proof: string;
  readonly reason: string;
  readonly isThin: boolean;
  readonly bakeMs: number | null;
}

export interface OutlookGate {
  readonly message: string;
  readonly userGroups: readonly string[];
  readonly minimumCount: number;
  readonly isExecutorAllowed: boolean;
  readonly disallowed: readonly string[];
  readonly rung: string | null;
}
