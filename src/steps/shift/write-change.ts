// Writing one change, and recording what AWS shows of it.
import type { Rule } from '../../cloud/load-balancer.ts';
import { sameActions, withWeights } from '../../traffic/actions.ts';
import { describeWeights } from '../../traffic/differences.ts';
import type { Rung } from '../../traffic/facts.ts';
import { percentOf } from '../../traffic/split.ts';
import { failure } from '../common/failure.ts';
import { record, STEP_FACT } from '../common/step-facts.ts';
import { type Expected, writeActions } from '../common/write-rule.ts';
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
  await writeActions(context, pace, loadBalancers, name, change.rule, actions, { ready });
  return { ruleArn: change.ruleArn, actions };
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
