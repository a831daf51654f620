// The rules and weights of one shift, from the spec of its step: pure, for the shift itself and for whoever describes it before.
import type { StandaloneShift } from '../../pipeline/step-types/elastigroup-blue-green-traffic-shift.ts';
import type { Setup } from '../../traffic/facts.ts';
import { invalidSplit, percent, shareOf, splitOf } from '../../traffic/split.ts';
import { failure } from '../common/failure.ts';
import { greenTargetGroups, type RuleChange } from './shift.ts';

/** Inherit: every prod rule of the setup. */
export function inheritedChanges(
  { loadBalancers }: Pick<Setup, 'loadBalancers'>,
  weight: number,
): readonly RuleChange[] {
  return loadBalancers.map(({ prodRuleArn, stageTargetGroupArn, prodTargetGroupArn }) => ({
    ruleArn: prodRuleArn,
    lane: 'prod',
    label: 'prod',
    targetGroups: splitOf(weight, stageTargetGroupArn, prodTargetGroupArn),
    set: weight,
  }));
}

/** Standalone: the one rule that the step names; `label` is what people call it. Throws when it may not be shifted so. */
export function standaloneChange(
  setup: Setup,
  spec: StandaloneShift['spec'],
  label: string,
): RuleChange {
  refuseStandalone(setup, spec);
  return {
    ruleArn: spec.listenerRuleArn,
    lane: 'stage',
    label,
    targetGroups: spec.forwardTrafficConfig,
    set: percent(shareOf(spec.forwardTrafficConfig, greenTargetGroups(setup))),
  };
}

function refuseStandalone(setup: Setup, spec: StandaloneShift['spec']): void {
  const traffic = 'This step has moved no weight';
  if (setup.loadBalancers.some(({ prodRuleArn }) => prodRuleArn === spec.listenerRuleArn)) {
    throw failure('Unknown', {
      what: 'A Standalone shift cannot write the prod rule of the setup',
      why: 'Inherit shifts own that rule, and two owners would overwrite each other',
      todo: 'Use Inherit for it, or name another rule',
      traffic,
    });
  }
  const invalid = invalidSplit(spec.forwardTrafficConfig);
  if (invalid === undefined) return;
  throw failure('Unknown', {
    what: 'The weights of the step cannot be written',
    why: invalid,
    todo: 'Correct forwardTrafficConfig',
    traffic,
  });
}
