// Where rules and groups stand at one point of a run that is only thought through.
import type { Process } from '../../cloud/elastigroups.ts';
import type { Rule } from '../../cloud/load-balancer.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { Lane, Setup } from '../../traffic/facts.ts';
import type { RuleAction } from '../../traffic/forward-action.ts';
import type { RuleChangeOutlook } from '../../traffic/outlook.ts';
import type { StageReading } from './reading.ts';

/** Moved on by one step after the other. */
export interface Standing {
  readonly setup: Setup;
  readonly rules: readonly StandingRule[];
  readonly labels: Map<string, string>;
  /** The document of the new group, once it is made. */
  green: { readonly document: JsonObject } | undefined;
  /** What shifts have suspended by now, by what people call the group. */
  calmed: readonly CalmedGroup[];
  /** Names are exchanged. */
  isPromoted: boolean;
}

export interface CalmedGroup {
  readonly on: string;
  readonly processes: readonly Process[];
}

export interface StandingRule {
  readonly rule: Rule;
  readonly before: readonly RuleAction[];
  now: readonly RuleAction[];
  lane: Lane | null;
  isWritten: boolean;
  /** All answers came from one version when it was first shifted, so a probe tells versions apart. */
  hasBaseline: boolean;
  readonly changes: RuleChangeOutlook[];
}

export function standingOf({ setup, rules }: StageReading): Standing {
  return {
    setup,
    rules: rules.map(({ rule }) => ({
      rule,
      before: rule.actions,
      now: rule.actions,
      lane: null,
      isWritten: false,
      hasBaseline: false,
      changes: [],
    })),
    labels: new Map(),
    green: undefined,
    calmed: [],
    isPromoted: false,
  };
}
