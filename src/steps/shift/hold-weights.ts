// After a take-over the last write of an earlier owner may arrive late: the weights are looked at once more before they count.
import type { Rule } from '../../cloud/load-balancer.ts';
import { assert } from '../../lib/assert.ts';
import { sameActions } from '../../traffic/actions.ts';
import type { RuleAction } from '../../traffic/forward-action.ts';
import { pause } from '../common/pace.ts';
import { beforeImagesOf, everWritten, lastFact, STEP_FACT } from '../common/step-facts.ts';
import { withRetries } from '../common/with-retries.ts';
import { readBack, writeActions } from '../common/write-rule.ts';
import { describeWeights, foreignHand } from './foreign-hand.ts';
import type { Shift } from './shift.ts';

export interface Holding {
  readonly ruleArns: readonly string[];
  readonly settledAt: number;
  /** How long a weight that had to be written again stands before it counts. */
  readonly settleMs: number;
  /** Tells the writes of one step apart. */
  readonly when: 'before the proof' | 'after the bake';
}

const ROUNDS_MAX = 3;

/** Answers since when the weights stand. What neither we nor an earlier owner wrote is another hand's. */
export async function holdWeights(shift: Shift, holding: Holding): Promise<number> {
  const { context, pace, loadBalancers } = shift;
  const { ruleArns, settleMs, when } = holding;
  if (!context.isTakenOver) return holding.settledAt;
  for (let round = 1, { settledAt } = holding; ; round++) {
    const rules = await withRetries(pace, () => loadBalancers.rulesByArn(ruleArns));
    const stale = rules.filter(({ arn, actions }) => !sameActions(actions, wanted(shift, arn)));
    if (stale.length === 0) return settledAt;
    for (const rule of stale) {
      if (round > ROUNDS_MAX || !isStale(shift, rule)) throw anotherHand(shift, rule);
      const actions = wanted(shift, rule.arn);
      context.log(
        `A late write of this run's earlier owner: ${describeWeights(rule.actions)} → ${describeWeights(actions)}`,
      );
      const name = `write ${rule.arn} (${when}, again ${round})`;
      await writeActions(context, pace, loadBalancers, name, rule, actions, {});
    }
    const expected = stale.map(({ arn }) => ({ ruleArn: arn, actions: wanted(shift, arn) }));
    await readBack(pace, loadBalancers, expected);
    settledAt = pace.clock.now() + settleMs;
    await pause(pace, settleMs);
  }
}

/** What AWS showed after our own last write. */
function wanted({ context }: Shift, ruleArn: string): readonly RuleAction[] {
  return lastFact<readonly RuleAction[]>(context, STEP_FACT.writtenActions, ruleArn) ?? [];
}

function isStale({ context }: Shift, { arn, actions }: Rule): boolean {
  return everWritten(context, arn).some((known) => sameActions(known, actions));
}

function anotherHand({ context }: Shift, { arn, actions }: Rule): Error {
  const image = beforeImagesOf(context).find(({ ruleArn }) => ruleArn === arn);
  assert(image !== undefined, `no image of ${arn} was taken`);
  return foreignHand(context, image, actions);
}
