// Looking before a shift: the rules as they stand, their before images, and whether another hand was at work.
import type { Rule } from '../../cloud/load-balancer.ts';
import { assert } from '../../lib/assert.ts';
import { forwardedTo } from '../../traffic/actions.ts';
import { loadBalancerArnOf } from '../../traffic/arn.ts';
import type { BeforeImage } from '../../traffic/facts.ts';
import { failure, NOTHING_MOVED } from '../common/failure.ts';
import { readRules } from '../common/rules.ts';
import { beforeImagesOf, recordBeforeImage, STEP_FACT, stageFacts } from '../common/step-facts.ts';
import { describeWeights, refuseForeignHand } from './foreign-hand.ts';
import type { PlannedChange, RuleChange, Shift } from './shift.ts';

export interface PlannedChanges {
  readonly planned: readonly PlannedChange[];
  /** Other rules that name the same target groups. */
  readonly sharing: readonly string[];
}

export async function planChanges(
  shift: Shift,
  changes: readonly RuleChange[],
): Promise<PlannedChanges> {
  const { context } = shift;
  const wanted = changes.map(({ ruleArn }) => ruleArn);
  const { rules, others } = await readRules(
    shift.pace,
    shift.loadBalancers,
    wanted,
    sharingRules(shift),
  );
  const planned: PlannedChange[] = [];
  for (const [index, change] of changes.entries()) {
    const rule = rules[index];
    assert(rule !== undefined, `the cloud did not answer the rule ${change.ruleArn}`);
    const image = await recordBeforeImage(context, imageOf(shift, change, rule));
    refuseForeignHand(context, image, rule.actions);
    planned.push({ ...change, rule, loadBalancerArn: image.loadBalancerArn });
  }
  return { planned, sharing: others.map(({ arn }) => arn) };
}

function imageOf(shift: Shift, change: RuleChange, rule: Rule): BeforeImage {
  if (forwardedTo(rule.actions) === undefined) {
    throw failure('Unknown', {
      what: `The rule ${change.label} (${change.ruleArn}) cannot be shifted`,
      why: `it does not forward to target groups, but does: ${describeWeights(rule.actions)}`,
      todo: 'Name a rule that forwards',
      traffic: NOTHING_MOVED,
    });
  }
  return {
    ruleArn: change.ruleArn,
    listenerArn: rule.listenerArn,
    loadBalancerArn: loadBalancerArnOf(rule.arn) ?? '',
    isDefault: rule.isDefault,
    connectorRef: shift.setup.connectorRef,
    region: shift.setup.region,
    label: change.label,
    lane: change.lane,
    actions: rule.actions,
  };
}

/** Known from the setup, and from every rule this stage has shifted. */
function sharingRules(shift: Shift): readonly string[] {
  const { context } = shift;
  const found = stageFacts(context, STEP_FACT.sharingRules).flatMap(
    ({ value }) => value as readonly string[],
  );
  return [...found, ...beforeImagesOf(context).map(({ ruleArn }) => ruleArn)];
}
