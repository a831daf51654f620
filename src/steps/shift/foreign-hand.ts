// Noticing that somebody else has changed a rule since the run last touched it.
import type { StepContext, StepFailure } from '../../execution/step.ts';
import { forwardedTo, sameActions } from '../../traffic/actions.ts';
import { targetGroupName } from '../../traffic/arn.ts';
import type { BeforeImage } from '../../traffic/facts.ts';
import type { RuleAction } from '../../traffic/forward-action.ts';
import { failure } from '../common/failure.ts';
import { ourActions } from '../common/step-facts.ts';

export function isOurs(
  context: StepContext,
  image: BeforeImage,
  actions: readonly RuleAction[],
): boolean {
  return ourActions(context, image).some((known) => sameActions(known, actions));
}

/** The outcome, with both versions, when the rule is neither as we left it nor as we found it. */
export function foreignHand(
  context: StepContext,
  image: BeforeImage,
  actions: readonly RuleAction[],
): StepFailure {
  const ours = ourActions(context, image)[0] ?? image.actions;
  return failure('Verification', {
    what: `Somebody else has changed the rule ${image.label} (${image.ruleArn})`,
    why: `this run left it at ${describeWeights(ours)}, and now it stands at ${describeWeights(actions)}`,
    todo: 'Stop the other hand and run it again; this run goes back',
    traffic: `The rule stands at ${describeWeights(actions)}`,
  });
}

export function describeWeights(actions: readonly RuleAction[]): string {
  const targetGroups = forwardedTo(actions);
  if (targetGroups === undefined) return actions.map(({ Type }) => Type).join(', then ');
  const weights = targetGroups.map(
    ({ targetGroupArn, weight }) => `${targetGroupName(targetGroupArn)} ${weight}`,
  );
  const others = actions.filter(({ Type }) => Type !== 'forward').map(({ Type }) => Type);
  return [...others, weights.join(' / ')].join(', then ');
}
