// One rung for one or more rules: check, write, read back, settle, check again, prove.

import type { Rule } from '../../cloud/load-balancer.ts';
import { AwaitsChoice, StepFailure } from '../../execution/step.ts';
import { formatDuration } from '../../lib/duration.ts';
import { forwardedTo } from '../../traffic/actions.ts';
import type { Rung } from '../../traffic/facts.ts';
import { gaining } from '../../traffic/split.ts';
import { allDone } from '../common/all-done.ts';
import { failure } from '../common/failure.ts';
import { pause } from '../common/pace.ts';
import { record, STEP_FACT, stageFacts } from '../common/step-facts.ts';
import { readBack } from '../common/write-rule.ts';
import { calm, resumeIfPossible } from './calm.ts';
import { settleForeignGroups } from './foreign-group.ts';
import { settleForeignTargets } from './foreign-targets.ts';
import { type Holding, holdWeights } from './hold-weights.ts';
import { type PlannedChanges, planChanges } from './plan-changes.ts';
import { takeBaseline } from './probe-rule.ts';
import { proveRung } from './prove-rung.ts';
import { healthBeforeWeight, requireHealth } from './require-health.ts';
import { begunRung, provenRung, recordFailedRung, recordRung, settledRung } from './rung-facts.ts';
import { greenTargetGroups, type PlannedChange, type RuleChange, type Shift } from './shift.ts';
import { recordShown, writeChange } from './write-change.ts';

export interface Climb {
  readonly changes: readonly RuleChange[];
  /** How long the weights stand before they may be proven. */
  readonly settleMs: number;
  /** Called once the weights have settled; the watch it answers is kept while the proof is waited for. */
  readonly watch?: (settledAt: number) => Promise<() => Promise<void>>;
}

export async function climb(shift: Shift, way: Climb): Promise<readonly Rung[]> {
  const { context, pace, elastigroups, setup } = shift;
  refuseTooShort(shift, way);
  const changes = await planChanges(shift, way.changes);
  const { planned } = changes;
  if (planned.some((change) => settledRung(shift, change) === undefined)) {
    await settleForeignGroups(shift);
    if (isLast(planned)) await settleForeignTargets(shift, 'This step has moved no weight');
  }
  const ready = healthBeforeWeight(shift, gainingGroups(planned));
  await ready();
  for (const change of planned) await takeBaseline(shift, change);
  const occasion = occasionOf(shift);
  let isLeft = false;
  // What is proven needs no calm; should it have to be written again, that is calmed by itself.
  const isCalm = planned.some((change) => provenRung(shift, change) === undefined);
  if (isCalm) await calm(context, pace, elastigroups, setup, occasion);
  try {
    return await writeAndProve(shift, { ...way, isCalm }, changes, ready);
  } catch (error) {
    if (error instanceof StepFailure) {
      for (const change of planned) await recordFailedRung(shift, change, error.message);
    }
    if (error instanceof AwaitsChoice) isLeft = true;
    throw error;
  } finally {
    await resumeIfPossible(shift, occasion);
    if (isLeft) await record(context, STEP_FACT.leftWhileCalm, `${context.path}${occasion}`, true);
  }
}

/** A step that left for a person's answer has let Spot go on, and calms it anew when it is back. */
function occasionOf({ context }: Shift): string {
  const left = stageFacts(context, STEP_FACT.leftWhileCalm).filter(
    ({ path, attempt }) => path === context.path && attempt === context.attempt,
  );
  return left.length === 0 ? '' : ` (again ${left.length})`;
}

async function writeAndProve(
  shift: Shift,
  way: Climb & Pick<Holding, 'isCalm'>,
  { planned, sharing }: PlannedChanges,
  ready: () => Promise<void>,
): Promise<readonly Rung[]> {
  const { pace } = shift;
  const isWritten = (change: PlannedChange): boolean => settledRung(shift, change) !== undefined;
  const written = planned.filter(isWritten).map(({ ruleArn }) => ruleArn);
  const toWrite = planned.filter((change) => !isWritten(change));
  const expected = await allDone(toWrite.map((change) => writeChange(shift, change, ready)));
  const others = [...written, ...sharing];
  const shown = await readBack(pace, shift.loadBalancers, expected, others);
  const settling: Rung[] = [];
  for (const change of planned) {
    const asked = expected.find(({ ruleArn }) => ruleArn === change.ruleArn);
    const rule = shown.find(({ arn }) => arn === change.ruleArn);
    const known = settledRung(shift, change);
    settling.push(known ?? (await recordShown(shift, change, asked, rule)));
  }
  // Its reads keep no write waiting here; what they find is known before the next rung.
  if (!isLast(planned)) await settleForeignTargets(shift, standing(planned));
  const writtenAt = Math.max(...settling.map((rung) => rung.writtenAt ?? pace.clock.now()));
  await pause(pace, writtenAt + way.settleMs - pace.clock.now());
  const settledAt = await holdWeights(shift, {
    ruleArns: planned.map(({ ruleArn }) => ruleArn),
    settledAt: writtenAt + way.settleMs,
    settleMs: way.settleMs,
    when: 'before the proof',
    isCalm: way.isCalm,
  });
  await requireHealth(shift, greenWithWeight(shift, planned), standing(planned));
  const meanwhile = (await way.watch?.(settledAt)) ?? (async () => undefined);
  const proofs = planned.map((change, index) =>
    proveOne(shift, meanwhile, change, settling[index], shown, settledAt),
  );
  return allDone(proofs);
}

async function proveOne(
  shift: Shift,
  meanwhile: () => Promise<void>,
  change: PlannedChange,
  settling: Rung | undefined,
  shown: readonly Rule[],
  settledAt: number,
): Promise<Rung> {
  const claimed = provenRung(shift, change);
  if (claimed !== undefined) return claimed;
  const proof = await proveRung(shift, change, shown, settledAt, meanwhile);
  const { observed, requests, reason, kind, status } = proof;
  if (status === 'contradicted') {
    throw failure('Verification', {
      what: `The traffic of the rule ${change.label} does not follow its weights`,
      why: `${change.set} % were set, but ${reason}`,
      todo: 'Look for clients that stick to a target group and for other rules to it',
      traffic: standing([change]),
    });
  }
  shift.context.log(`${change.label}: ${change.set} % is proven (${kind}): ${reason}`);
  return recordRung(shift, change, 'proven', {
    reported: settling?.reported ?? null,
    writtenAt: settling?.writtenAt ?? null,
    observed,
    requests,
    reason,
    proof: kind,
    provedAt: shift.pace.clock.now(),
  });
}

/** The settle time is a promise; what comes after it can be cut, but not this. What stands already is judged later. */
function refuseTooShort(shift: Shift, { changes, settleMs }: Climb): void {
  const leftMs = shift.pace.giveUpAt - shift.pace.clock.now();
  if (leftMs >= settleMs) return;
  if (changes.every((change) => settledRung(shift, change) !== undefined)) return;
  const begun = changes.filter((change) => begunRung(shift, change) !== undefined);
  const labels = begun.map(({ label }) => label).join(', ');
  throw failure('Timeout', {
    what: 'The time of the step is too short for a shift',
    why: `${formatDuration(Math.max(leftMs, 0))} are left, and a weight must stand for ${formatDuration(settleMs)}`,
    todo: 'Give the step a longer timeout, or shorten settle in penstock.yaml',
    traffic:
      begun.length === 0
        ? 'This step has moved no weight'
        : `The weight of ${labels} may have been written before this process took the run over`,
  });
}

function gainingGroups(planned: readonly PlannedChange[]): ReadonlySet<string> {
  const arns = planned.flatMap(({ rule, targetGroups }) =>
    gaining(forwardedTo(rule.actions) ?? [], targetGroups),
  );
  return new Set(arns);
}

function greenWithWeight(shift: Shift, planned: readonly PlannedChange[]): ReadonlySet<string> {
  const green = greenTargetGroups(shift.setup);
  const live = planned.flatMap(({ targetGroups }) =>
    targetGroups.filter(({ weight }) => weight > 0).map(({ targetGroupArn }) => targetGroupArn),
  );
  return new Set(live.filter((arn) => green.has(arn)));
}

/** After it all requests hang on green: nothing is left to find out with the next rung. */
function isLast(planned: readonly PlannedChange[]): boolean {
  return planned.some(({ set }) => set === 100);
}

function standing(planned: readonly PlannedChange[]): string {
  return planned.map(({ label, set }) => `${label} stands at ${set} % green`).join('; ');
}
