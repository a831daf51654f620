// What planning gets and what it answers.
import type { Diagnostic } from '../pipeline/diagnostic.ts';
import type { Project } from '../pipeline/pipeline.ts';
import type { Bound, Plan } from './plan.ts';
import type { Resolved } from './resolved-values.ts';

export interface PlanRequest {
  readonly project: Project;
  /** The identifier of the pipeline; needed when the project has several. */
  readonly pipeline?: string;
  readonly bound: readonly GivenValue[];
  readonly facts: PlanFacts;
}

export interface GivenValue extends Pick<Bound, 'by' | 'path' | 'written'> {
  /** The `<+input>` whose place the value takes. */
  readonly input?: string;
  /** The input set that it comes from. */
  readonly inputSet?: string;
  /** The fully qualified names of the places that have it now, where `path` may call them otherwise. */
  readonly at?: readonly string[];
}

export interface PlanFacts {
  /** By listener rule ARN: which of the rule's target groups has the traffic. */
  readonly rules: Readonly<Record<string, RuleTargetGroups>>;
  /**
   * The text of a secret, only when it is no secret at all: the ARN of a load balancer's part, or an
   * expression. Every other secret stays a reference and is read when its step runs.
   */
  readonly secrets: (identifier: string) => string | undefined;
  /** The labels of the runner; without any it takes every step. */
  readonly runnerLabels?: readonly string[];
}

export interface RuleTargetGroups {
  readonly idleTargetGroupArn: string;
  readonly liveTargetGroupArn: string;
}

/** A fact to find out before planning can end; then plan again with it. */
export interface PlanNeed {
  readonly kind: 'rule';
  readonly ruleArn: string;
}

/** `plan` is there when nothing is needed and no diagnostic is an error. */
export interface Planned {
  readonly plan: Plan | undefined;
  readonly diagnostics: readonly Diagnostic[];
  readonly needs: readonly PlanNeed[];
  /** What the texts of the plan came from; no part of the plan itself. */
  readonly resolved: Resolved;
}
