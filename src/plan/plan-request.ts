// What planning gets and what it answers.
import type { Diagnostic } from '../pipeline/diagnostic.ts';
import type { Project } from '../pipeline/pipeline.ts';
import type { Bound, Plan } from './plan.ts';

export interface PlanRequest {
  readonly project: Project;
  /** The identifier of the pipeline; needed when the project has several. */
  readonly pipeline?: string;
  /** `input` is the `<+input>` whose place the value takes. */
  readonly bound: readonly (Pick<Bound, 'by' | 'path' | 'written'> & { readonly input?: string })[];
  readonly facts: PlanFacts;
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
}
