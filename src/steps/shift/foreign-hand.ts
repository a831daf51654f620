// Another hand on a rule: noticed before our next write, shown as a difference, and left to a person to judge.
import type { ChoiceOption } from '../../execution/event.ts';
import type { StepContext, StepFailure } from '../../execution/step.ts';
import type { Json } from '../../lib/json.ts';
import { canonicalActions, forwardedTo, sameActions, withWeights } from '../../traffic/actions.ts';
import { actionDifferences, describeWeights } from '../../traffic/differences.ts';
import { type BeforeImage, FACT } from '../../traffic/facts.ts';
import type { RuleAction } from '../../traffic/forward-action.ts';
import { failure } from '../common/failure.ts';
import { ourActions, record, type StageContext } from '../common/step-facts.ts';
import type { Shift } from './shift.ts';

export function isOurs(
  context: StageContext,
  image: BeforeImage,
  actions: readonly RuleAction[],
): boolean {
  return ourActions(context, image).some((known) => sameActions(known, actions));
}

/**
 * Answers the actions onto which our weights are to be written: the other hand's (adopt) or ours
 * (restore). Leaves the step while nobody has chosen; throws when the run is to go back.
 */
export async function settleForeignHand(
  shift: Shift,
  image: BeforeImage,
  found: readonly RuleAction[],
): Promise<readonly RuleAction[]> {
  const { context, tools } = shift;
  if (tools.policy.foreignHand === 'goBack') throw foreignHand(context, image, found);
  const ours = ourActions(context, image)[0] ?? image.actions;
  const weights = forwardedTo(image.actions);
  const canAdopt = forwardedTo(found) !== undefined && weights !== undefined;
  const name = `another hand on ${image.ruleArn} ${tools.hash(canonicalActions(found))}`;
  const answer = await context.choice({
    name,
    question: `Somebody else has changed the rule ${image.label} since this run last touched it; it stands at ${describeWeights(found)}. What shall become of that?`,
    detail: { differences: actionDifferences(image.label, ours, found) as unknown as Json },
    options: canAdopt ? [ADOPT, RESTORE, ABORT] : [RESTORE, ABORT],
  });
  if (answer === ABORT.id) throw wentBack(image, found);
  if (answer === RESTORE.id || weights === undefined) return ours;
  const actions = withWeights(found, weights);
  await record<BeforeImage>(context, FACT.adoptedImage, name, { ...image, actions });
  return found;
}

const ADOPT: ChoiceOption = {
  id: 'adopt',
  label: 'Adopt',
  consequence:
    "what the other hand did stays, but the target groups and weights become this run's; the way back keeps it with the weights of before",
};
const RESTORE: ChoiceOption = {
  id: 'restore',
  label: 'Restore',
  consequence: 'what the other hand did is overwritten with what this run had, and the run goes on',
};
export const ABORT: ChoiceOption = {
  id: 'abort',
  label: 'Go back',
  consequence:
    'this step fails and its failure strategies act: as a rule everything goes back as before the run',
};

/** The outcome, with both versions, where nobody is to be asked. */
function foreignHand(
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

function wentBack(image: BeforeImage, actions: readonly RuleAction[]): StepFailure {
  return failure('UserMarkedFailure', {
    what: `Somebody else has changed the rule ${image.label} (${image.ruleArn})`,
    why: 'the person who was asked chose to go back',
    todo: 'Agree with the other hand and run it again',
    traffic: `The rule stands at ${describeWeights(actions)}`,
  });
}
