// Proof that green gets nothing any more, before it is drained and removed.
import { PERIOD_MS } from '../../traffic/periods.ts';
import { judgeZero } from '../../traffic/proof.ts';
import { givesWeight } from '../../traffic/split.ts';
import { pause, pollDelayMs } from '../common/pace.ts';
import { allRules } from '../common/rules.ts';
import { readCounts } from '../shift/read-counts.ts';
import { greenTargetGroups, type Shift } from '../shift/shift.ts';

export interface EmptyProof {
  /** `pending`: no count speaks for or against it. Only what is contradicted keeps green where it is. */
  readonly status: 'proven' | 'pending' | 'contradicted';
  readonly reason: string;
}

const METRICS_DELAY_MS = 15_000;

/** Waits for the settle time and then, until the given moment, for metrics: late ones do not object. */
export async function proveGreenEmpty(
  shift: Shift,
  writtenAt: number,
  proveUntil: number,
): Promise<EmptyProof> {
  const { pace, tools } = shift;
  const settledAt = writtenAt + tools.policy.lastSettleMs;
  await pause(pace, settledAt - pace.clock.now());
  const patience = Math.min(proveUntil, settledAt + 5 * PERIOD_MS);
  for (;;) {
    const proof = await judge(shift, settledAt);
    if (proof.status === 'proven' || pace.clock.now() + METRICS_DELAY_MS > patience) return proof;
    await pause(pace, METRICS_DELAY_MS);
  }
}

const READ_LAG_MS = 60_000;

/** Why a rule may still send requests to green, or undefined when none does: reads may lag behind the restore. */
export async function weightOnGreen(shift: Shift): Promise<string | undefined> {
  const until = shift.pace.clock.now() + READ_LAG_MS;
  for (let poll = 0; ; poll++) {
    const user = await userOfGreen(shift);
    const delayMs = pollDelayMs(poll);
    if (user === undefined || shift.pace.clock.now() + delayMs > until) return user;
    await pause(shift.pace, delayMs);
  }
}

async function userOfGreen(shift: Shift): Promise<string | undefined> {
  const exempt = new Set(shift.tools.policy.testRules);
  for (const { loadBalancerArn } of shift.setup.loadBalancers) {
    const rules = await allRules(shift.pace, shift.loadBalancers, loadBalancerArn);
    for (const arn of greenTargetGroups(shift.setup)) {
      const user = rules.find((rule) => !exempt.has(rule.arn) && givesWeight(rule.actions, arn));
      if (user !== undefined) return `the rule ${user.arn} still gives it weight`;
    }
  }
  return undefined;
}

const LATE = 'the settle time has passed; metrics came too late or traffic is thin';

async function judge(shift: Shift, settledAt: number): Promise<EmptyProof> {
  let reason: string | undefined;
  let isPending = false;
  for (const site of shift.setup.loadBalancers) {
    const { loadBalancerArn, stageTargetGroupArn, prodTargetGroupArn } = site;
    const arns = [stageTargetGroupArn, prodTargetGroupArn];
    const counts = await readCounts(shift, loadBalancerArn, arns, settledAt);
    const verdict = judgeZero(
      counts?.get(stageTargetGroupArn) ?? [],
      counts?.get(prodTargetGroupArn) ?? [],
      settledAt,
    );
    if (verdict.status === 'contradicted')
      return { status: verdict.status, reason: verdict.reason };
    if (verdict.status === 'pending') isPending = true;
    reason ??= verdict.reason;
  }
  if (isPending || reason === undefined) return { status: 'pending', reason: LATE };
  return { status: 'proven', reason };
}
