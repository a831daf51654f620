// What all parts of a traffic shift work with: the setup of the stage and the clients of its clouds.
import type { Clouds } from '../../cloud/clouds.ts';
import type { Elastigroups } from '../../cloud/elastigroups.ts';
import type { LoadBalancers, Rule } from '../../cloud/load-balancer.ts';
import type { Metrics } from '../../cloud/metrics.ts';
import type { StepContext } from '../../execution/step.ts';
import type { GroupImage, Lane, Setup } from '../../traffic/facts.ts';
import type { RuleAction, WeightedTargetGroup } from '../../traffic/forward-action.ts';
import type { Watched } from '../common/group-health.ts';
import { type Pace, stepPace } from '../common/pace.ts';
import type { StepTools } from '../tools.ts';

/** Enough to look at the groups and target groups of a setup, without changing anything. */
export interface Sight {
  readonly pace: Pace;
  readonly setup: Setup;
  readonly loadBalancers: LoadBalancers;
  readonly metrics: Metrics;
  readonly elastigroups: Elastigroups;
}

export interface Shift extends Sight {
  readonly context: StepContext;
  readonly tools: StepTools;
}

/** One rule and the weights it is to have. */
export interface RuleChange {
  readonly ruleArn: string;
  readonly lane: Lane;
  readonly label: string;
  readonly targetGroups: readonly WeightedTargetGroup[];
  /** Percent of the rule for green. */
  readonly set: number;
}

/** A change together with the rule as it stood when the step looked. */
export interface PlannedChange extends RuleChange {
  readonly rule: Rule;
  /** What the weights are written onto: the rule's actions, or ours when another hand's are overwritten. */
  readonly base: readonly RuleAction[];
  readonly loadBalancerArn: string;
}

export function shiftOf(tools: StepTools, context: StepContext, setup: Setup): Shift {
  return { context, tools, ...sightOf(tools.clouds, setup, stepPace(context)) };
}

export function sightOf(clouds: Clouds, setup: Setup, pace: Pace): Sight {
  const { connectorRef, region, spotConnectorRef } = setup;
  return {
    pace,
    setup,
    loadBalancers: clouds.loadBalancers(connectorRef, region),
    metrics: clouds.metrics(connectorRef, region),
    elastigroups: clouds.elastigroups(spotConnectorRef),
  };
}

export function greenTargetGroups(setup: Setup): ReadonlySet<string> {
  return new Set(setup.loadBalancers.map(({ stageTargetGroupArn }) => stageTargetGroupArn));
}

export function blueTargetGroups(setup: Setup): ReadonlySet<string> {
  return new Set(setup.loadBalancers.map(({ prodTargetGroupArn }) => prodTargetGroupArn));
}

/** How a target group is watched: green and blue by what they need, any other by one healthy target. */
export function watchedOf(shift: Sight, targetGroupArn: string): Watched {
  const { setup, loadBalancers } = shift;
  if (greenTargetGroups(setup).has(targetGroupArn)) {
    return { ...watch(shift, setup.green), targetGroupArn, wanted: setup.healthyWanted };
  }
  if (blueTargetGroups(setup).has(targetGroupArn) && setup.blue !== null) {
    const wanted = setup.blue.capacity.target;
    return { ...watch(shift, setup.blue), targetGroupArn, wanted };
  }
  return { loadBalancers, targetGroupArn, wanted: 1, group: undefined };
}

function watch(shift: Sight, group: GroupImage | null): Pick<Watched, 'loadBalancers' | 'group'> {
  const { loadBalancers, elastigroups } = shift;
  return { loadBalancers, group: group === null ? undefined : { elastigroups, id: group.id } };
}
