// Looking before a shift: the rules as they stand, their before images, and whether another hand was at work.
import type { Rule } from '../../cloud/load-balancer.ts';
import { assert } from '../../lib/assert.ts';
import { forwardedTo } from '../../traffic/actions.ts';
import { loadBalancerArnOf } from '../../traffic/arn.ts';
import { describeWeights } from '../../traffic/differences.ts';
import type { BeforeImage } from '../../traffic/facts.ts';
import { failure, NOTHING_MOVED } from '../common/failure.ts';
import { pause } from '../common/pace.ts';
import { readRules } from '../common/rules.ts';
import { beforeImagesOf, recordBeforeImage, STEP_FACT, stageFacts } from '../common/step-facts.ts';
import { isOurs, settleForeignHand } from './foreign-hand.ts';
import { noteShape } from './rule-shape.ts';
import { settledRung } from './rung-facts.ts';
import type { PlannedChange, RuleChange, Shift } from './shift.ts';

export interface PlannedChanges {
  readonly planned: readonly PlannedChange[];
  /** Other rules that name the same target groups. */
  readonly sharing: readonly string[];
}

/** A rule that this attempt has written is not judged here again: its weights are held after the settle time. */
export async function planChanges(
  shift: Shift,
  changes: readonly RuleChange[],
): Promise<PlannedChanges> {
  const until = shift.pace.clock.now() + READ_LAG_MS;
  for (;;) {
    const found = await readAndRecord(shift, changes);
    const isForeign = ({ image, change }: Looked): boolean =>
      settledRung(shift, change) === undefined &&
      !isOurs(shift.context, image, change.rule.actions);
    const isOver = shift.pace.clock.now() + READ_AGAIN_MS > until;
    if (isOver || !found.looked.some(isForeign)) {
      const planned: PlannedChange[] = [];
      for (const each of found.looked) {
        const { image, change } = each;
        const { actions } = change.rule;
        const base = isForeign(each) ? await settleForeignHand(shift, image, actions) : actions;
        planned.push({ ...change, base });
      }
      return { planned, sharing: found.sharing };
    }
    await pause(shift.pace, READ_AGAIN_MS);
  }
}

/** A read may still show what was before our own last write. */
const READ_LAG_MS = 20_000;
const READ_AGAIN_MS = 5_000;

interface Looked {
  readonly image: BeforeImage;
  readonly change: Omit<PlannedChange, 'base'>;
}

async function readAndRecord(
  shift: Shift,
  changes: readonly RuleChange[],
): Promise<{ readonly looked: readonly Looked[]; readonly sharing: readonly string[] }> {
  const { pace, loadBalancers } = shift;
  const wanted = changes.map(({ ruleArn }) => ruleArn);
  const { rules, others } = await readRules(pace, loadBalancers, wanted, sharingRules(shift));
  const looked: Looked[] = [];
  for (const [index, change] of changes.entries()) {
    const rule = rules[index];
    assert(rule !== undefined, `the cloud did not answer the rule ${change.ruleArn}`);
    const known = beforeImagesOf(shift.context).find(({ ruleArn }) => ruleArn === change.ruleArn);
    const image = known ?? (await recordBeforeImage(shift.context, imageOf(shift, change, rule)));
    await noteShape(shift, change.label, rule);
    looked.push({ image, change: { ...change, rule, loadBalancerArn: image.loadBalancerArn } });
  }
  return { looked, sharing: others.map(({ arn }) => arn) };
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
