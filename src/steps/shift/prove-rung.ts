// Proving a rung: the kinds of proof the rule allows, tried until one speaks or the patience ends.
import type { Rule } from '../../cloud/load-balancer.ts';
import { forwardedTo } from '../../traffic/actions.ts';
import type { ProofKind } from '../../traffic/facts.ts';
import { PERIOD_MS } from '../../traffic/periods.ts';
import {
  judgeShare,
  judgeZero,
  type ProofPlan,
  planProof,
  type Verdict,
} from '../../traffic/proof.ts';
import { shareOf } from '../../traffic/split.ts';
import { pause } from '../common/pace.ts';
import { canProbe, probeShare } from './probe-rule.ts';
import { readCounts } from './read-counts.ts';
import { greenTargetGroups, type PlannedChange, type Shift } from './shift.ts';

export interface Proof extends Verdict {
  readonly kind: ProofKind;
}

const METRICS_LATE_MS = 180_000;
/** How long after the settle time counts are waited for. */
export const METRICS_PATIENCE_MS: number = 2 * PERIOD_MS + METRICS_LATE_MS;
const METRICS_DELAY_MS = 15_000;

/**
 * `contradicted` only when the numbers still disagree at the end of the patience. `meanwhile` is
 * called between two looks at the metrics; what it throws ends the proof.
 */
export async function proveRung(
  shift: Shift,
  change: PlannedChange,
  others: readonly Rule[],
  settledAt: number,
  meanwhile: () => Promise<void>,
): Promise<Proof> {
  const plan = planProof(
    { ruleArn: change.ruleArn, targetGroups: change.targetGroups },
    others.map(({ arn, actions }) => ({ ruleArn: arn, targetGroups: forwardedTo(actions) ?? [] })),
    canProbe(shift, change),
  );
  const counted = plan.kinds.filter((kind) => kind === 'zero' || kind === 'share');
  const byCount = await proveByCount(shift, change, plan, counted, settledAt, meanwhile);
  if (byCount !== undefined && byCount.status !== 'pending') return byCount;
  if (plan.kinds.includes('probe')) {
    const probed = await probeShare(shift, change);
    if (probed.status !== 'pending') return { ...probed, kind: 'probe' };
  }
  const reason = byCount?.reason ?? plan.reason;
  return { kind: 'settled', status: 'proven', observed: null, requests: null, reason };
}

async function proveByCount(
  shift: Shift,
  change: PlannedChange,
  plan: ProofPlan,
  kinds: readonly ProofKind[],
  settledAt: number,
  meanwhile: () => Promise<void>,
): Promise<Proof | undefined> {
  const [kind] = kinds;
  if (kind === undefined) return undefined;
  const patience = settledAt + METRICS_PATIENCE_MS;
  const until = Math.min(patience, shift.pace.giveUpAt);
  for (;;) {
    const verdict = await judge(shift, change, plan, kind, settledAt);
    if (verdict.status === 'proven') return { ...verdict, kind };
    if (shift.pace.clock.now() + METRICS_DELAY_MS > until) return { ...verdict, kind };
    await meanwhile();
    await pause(shift.pace, METRICS_DELAY_MS);
  }
}

async function judge(
  shift: Shift,
  change: PlannedChange,
  plan: ProofPlan,
  kind: ProofKind,
  settledAt: number,
): Promise<Verdict> {
  const arns = change.targetGroups.map(({ targetGroupArn }) => targetGroupArn);
  const counts = await readCounts(shift, change.loadBalancerArn, arns, settledAt);
  if (counts === undefined) {
    return {
      status: 'pending',
      observed: null,
      requests: null,
      reason: 'CloudWatch did not answer',
    };
  }
  const of = (chosen: readonly string[]) => chosen.flatMap((arn) => counts.get(arn) ?? []);
  const green = greenTargetGroups(shift.setup);
  if (kind === 'zero') {
    const verdict = judgeZero(of(plan.idle), of(plan.live), settledAt);
    const greenIsIdle = plan.idle.some((arn) => green.has(arn));
    return verdict.observed === null || greenIsIdle ? verdict : { ...verdict, observed: 100 };
  }
  return judgeShare(
    of(plan.live.filter((arn) => green.has(arn))),
    of(plan.live.filter((arn) => !green.has(arn))),
    shareOf(change.targetGroups, green),
    shift.tools.policy.minimumRequests,
    settledAt,
  );
}
