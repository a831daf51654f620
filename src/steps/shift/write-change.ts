// Writing one change, and recording what AWS shows of it.
import type { Rule } from '../../cloud/load-balancer.ts';
import { sameActions, withWeights } from '../../traffic/actions.ts';
import { describeWeights } from '../../traffic/differences.ts';
import type { Rung } from '../../traffic/facts.ts';
import type { RuleAction } from '../../traffic/forward-action.ts';
import { percentOf } from '../../traffic/split.ts';
import { failure } from '../common/failure.ts';
import { beforeImagesOf, record, STEP_FACT } from '../common/step-facts.ts';
import { type Expected, writeActions } from '../common/write-rule.ts';
import { isOurs, settleForeignHand } from './foreign-hand.ts';
import { recordRung } from './rung-facts.ts';
import { greenTargetGroups, type PlannedChange, type Shift } from './shift.ts';

/** `ready` is asked before each sending: a write that AWS slows down may leave minutes later. */
export async function writeChange(
  shift: Shift,
  change: PlannedChange,
  ready: () => Promise<void>,
): Promise<Expected> {
  const { context, pace, loadBalancers } = shift;
  const actions = withWeights(change.base, change.targetGroups);
  await record(context, STEP_FACT.intendedActions, change.ruleArn, actions);
  await recordRung(shift, change, 'writing');
  context.log(
    `${change.label}: ${describeWeights(change.rule.actions)} → ${describeWeights(actions)}`,
  );
  const name = `write ${change.ruleArn}`;
  const onOther = (found: readonly RuleAction[]) => askAboutAnotherHand(shift, change, found);
  await writeActions(context, pace, loadBalancers, name, change.rule, actions, { ready, onOther });
  return { ruleArn: change.ruleArn, actions };
}

/** It may have come between a write that was lost and the look for it: sent again, the write would undo it unasked. */
async function askAboutAnotherHand(
  shift: Shift,
  { ruleArn }: PlannedChange,
  found: readonly RuleAction[],
): Promise<void> {
  const { context } = shift;
  const image = beforeImagesOf(context).find((each) => each.ruleArn === ruleArn);
  if (image === undefined || isOurs(context, image, found)) return;
  await settleForeignHand(shift, image, found);
}

export async function recordShown(
  shift: Shift,
  change: PlannedChange,
  expected: Expected | undefined,
  shown: Rule | undefined,
): Promise<Rung> {
  const actions = shown?.actions ?? [];
  if (expected === undefined || !sameActions(actions, expected.actions)) {
    throw failure('Verification', {
      what: `AWS does not show the weights that were written to the rule ${change.label}`,
      why: `it shows ${describeWeights(actions)} instead of ${describeWeights(expected?.actions ?? [])}`,
      todo: 'Look for another hand on the rule',
      traffic: `The rule stands at ${describeWeights(actions)}`,
    });
  }
  await record(shift.context, STEP_FACT.writtenActions, change.ruleArn, actions);
  const reported = percentOf(actions, greenTargetGroups(shift.setup));
  const writtenAt = shift.pace.clock.now();
  return recordRung(shift, change, 'settling', { reported, writtenAt });
}
