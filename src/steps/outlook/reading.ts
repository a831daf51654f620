// What is read before a run is described: data only, so that it can be described, compared and kept.
import type { Capacity, Process } from '../../cloud/elastigroups.ts';
import type { Rule, TargetGroupAttributes } from '../../cloud/load-balancer.ts';
import type { NodePath } from '../../plan/plan.ts';
import type { GroupImage, Setup } from '../../traffic/facts.ts';

/** One entry per stage that sets up a group. */
export interface RunReading {
  readonly stages: readonly StageReading[];
}

export interface StageReading {
  /** The stage's path. */
  readonly path: NodePath;
  /** As it would be recorded first; green is not there yet. */
  readonly setup: Setup;
  readonly wanted: Capacity;
  /** Every rule that the stage writes, prod first, then those that share its target groups. */
  readonly rules: readonly RuleReading[];
  readonly targetGroups: readonly TargetGroupReading[];
  /** Found under the stage name. */
  readonly leftover: GroupImage | null;
  /** Processes of blue that somebody has suspended already. */
  readonly suspended: readonly Process[];
  /** What the setup would warn of. */
  readonly warnings: readonly string[];
}

export interface RuleReading {
  readonly rule: Rule;
  readonly loadBalancer: string;
  readonly port: number | null;
  readonly role: 'written' | 'sharing';
}

export interface TargetGroupReading {
  readonly arn: string;
  readonly attributes: TargetGroupAttributes;
  readonly healthy: number;
  readonly targets: number;
  readonly requestsPerMinute: number | null;
}
