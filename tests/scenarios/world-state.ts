// The part of a twin's true state that scenarios look at.
import type { RuleAction } from '../../src/traffic/forward-action.ts';
import type { Twin } from '../../src/twin/twin.ts';

export type Weights = Readonly<Record<string, number>>;

export interface WorldState {
  readonly rules: readonly {
    readonly arn: string;
    readonly weights: Weights;
    readonly actions: readonly RuleAction[];
  }[];
  readonly targetGroups: readonly {
    readonly arn: string;
    readonly name: string;
    readonly targets: readonly { readonly id: string; readonly state: string }[];
  }[];
  readonly groups: readonly GroupState[];
  /** How often each operation was called, such as `elbv2.ModifyRule`. */
  readonly calls: Readonly<Record<string, number>>;
}

export interface GroupState {
  readonly id: string;
  readonly name: string;
  readonly capacity: {
    readonly minimum: number;
    readonly target: number;
    readonly maximum: number;
  };
  readonly suspensions: readonly { readonly name: string; readonly expiresAt?: unknown }[];
  readonly instances: readonly { readonly id: string }[];
}

export function lookAt(twin: Twin): WorldState {
  return twin.inspect() as unknown as WorldState;
}

export function healthyIn(state: WorldState, targetGroupArn: string): number {
  const group = state.targetGroups.find(({ arn }) => arn === targetGroupArn);
  return group?.targets.filter((target) => target.state === 'healthy').length ?? 0;
}

/** The target groups in which instances of this group are registered. */
export function targetGroupsWith(state: WorldState, group: GroupState): readonly string[] {
  const ids = new Set(group.instances.map(({ id }) => id));
  return state.targetGroups
    .filter(({ targets }) => targets.some(({ id }) => ids.has(id)))
    .map(({ arn }) => arn);
}
