// Weights are looked at once more before they count: after a take-over for a late write of an earlier owner, after the bake for another hand.
import type { Rule } from '../../cloud/load-balancer.ts';
import { assert } from '../../lib/assert.ts';
import { forwardedTo, sameActions, withWeights } from '../../traffic/actions.ts';
import { describeWeights } from '../../traffic/differences.ts';
import type { RuleAction } from '../../traffic/forward-action.ts';
import { gaining } from '../../traffic/split.ts';
import { pause } from '../common/pace.ts';
import {
  beforeImagesOf,
  everWritten,
  factsOfRule,
  record,
  STEP_FACT,
  stageFacts,
} from '../common/step-facts.ts';
import { withRetries } from '../common/with-retries.ts';
import { type Expected, readBack, writeActions } from '../common/write-rule.ts';
import { calm, resumeIfPossible } from './calm.ts';
import { settleForeignHand } from './foreign-hand.ts';
import { healthBeforeWeight } from './require-health.ts';
import type { Shift } from './shift.ts';

export interface Holding {
  readonly ruleArns: readonly string[];
  readonly settledAt: number;
  /** How long a weight that had to be written again stands before it counts. */
  readonly settleMs: number;
  /** Tells the writes of one step apart. */
  readonly when: 'before the proof' | 'after the bake';
  /** Whether Spot is kept calm already. */
  readonly isCalm: boolean;
}

const ROUNDS_MAX = 3;

/**
 * Answers since when the weights stand. What neither we nor an earlier owner wrote is another hand's.
 * Without a take-over the read-back after the write is fresh enough for the proof.
 */
export async function holdWeights(shift: Shift, holding: Holding): Promise<number> {
  const { context, pace, loadBalancers } = shift;
  const { ruleArns, settleMs, when } = holding;
  if (!context.isTakenOver && when === 'before the proof') return holding.settledAt;
  for (let round = 1, { settledAt } = holding; ; round++) {
    const rules = await withRetries(pace, () => loadBalancers.rulesByArn(ruleArns));
    const stale = rules.filter(({ arn, actions }) => !sameActions(actions, wanted(shift, arn)));
    if (stale.length === 0) {
      await endCalm(shift);
      return settledAt;
    }
    const again = `(${when}, again ${round})`;
    const late = round <= ROUNDS_MAX ? stale.filter((rule) => isStale(shift, rule)) : [];
    const changes: Change[] = [];
    for (const rule of stale) {
      const isLate = late.includes(rule);
      const actions = isLate ? wanted(shift, rule.arn) : await judged(shift, rule);
      const whose = isLate ? "A late write of this run's earlier owner" : 'Another hand';
      context.log(`${whose}: ${describeWeights(rule.actions)} → ${describeWeights(actions)}`);
      changes.push({ rule, actions });
    }
    const write = async (): Promise<void> => {
      await writeAgain(shift, changes, again);
      settledAt = pace.clock.now() + settleMs;
      await pause(pace, settleMs);
    };
    await (holding.isCalm ? write() : whileCalm(shift, ` ${again}`, write));
  }
}

interface Change {
  readonly rule: Rule;
  readonly actions: readonly RuleAction[];
}

async function writeAgain(shift: Shift, changes: readonly Change[], again: string): Promise<void> {
  const { context, pace, loadBalancers } = shift;
  const expected: Expected[] = [];
  for (const { rule, actions } of changes) {
    await record(context, STEP_FACT.intendedActions, `${rule.arn} ${again}`, actions);
    const name = `write ${rule.arn} ${again}`;
    const gains = gaining(forwardedTo(rule.actions) ?? [], forwardedTo(actions) ?? []);
    const ready = healthBeforeWeight(shift, new Set(gains));
    await writeActions(context, pace, loadBalancers, name, rule, actions, { ready });
    await record(context, STEP_FACT.writtenActions, `${rule.arn} ${again}`, actions);
    expected.push({ ruleArn: rule.arn, actions });
  }
  await readBack(pace, loadBalancers, expected);
}

async function whileCalm(shift: Shift, occasion: string, act: () => Promise<void>): Promise<void> {
  const { context, pace, elastigroups, setup } = shift;
  await record(context, STEP_FACT.calmedAgain, occasion, true);
  await calm(context, pace, elastigroups, setup, occasion);
  try {
    await act();
  } finally {
    await resumeIfPossible(shift, occasion);
  }
}

/** An owner that ended in the midst of it has let nothing go on. */
async function endCalm(shift: Shift): Promise<void> {
  const { path, attempt } = shift.context;
  const occasions = stageFacts(shift.context, STEP_FACT.calmedAgain).filter(
    (fact) => fact.path === path && fact.attempt === attempt,
  );
  for (const { key } of occasions) await resumeIfPossible(shift, key);
}

/** What AWS showed after our own last write. */
function wanted({ context }: Shift, ruleArn: string): readonly RuleAction[] {
  return factsOfRule(context, STEP_FACT.writtenActions, ruleArn).at(-1) ?? [];
}

function isStale({ context }: Shift, { arn, actions }: Rule): boolean {
  return everWritten(context, arn).some((known) => sameActions(known, actions));
}

/** Our weights on the other hand's rule or on ours, as a person chose. */
async function judged(shift: Shift, { arn, actions }: Rule): Promise<readonly RuleAction[]> {
  const image = beforeImagesOf(shift.context).find(({ ruleArn }) => ruleArn === arn);
  assert(image !== undefined, `no image of ${arn} was taken`);
  const base = await settleForeignHand(shift, image, actions);
  return withWeights(base, forwardedTo(wanted(shift, arn)) ?? []);
}
