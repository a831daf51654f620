// The proof that a rung may expect, by the rules as they would stand then and the traffic of lately.

import { forwardedTo } from '../../traffic/actions.ts';
import type { ProofKind } from '../../traffic/facts.ts';
import type { WeightedTargetGroup } from '../../traffic/forward-action.ts';
import { PERIOD_MS } from '../../traffic/periods.ts';
import type { Policy } from '../../traffic/policy.ts';
import { planProof } from '../../traffic/proof.ts';
import { METRICS_PATIENCE_MS } from '../shift/prove-rung.ts';
import type { TargetGroupReading } from './reading.ts';
import type { StandingRule } from './standing.ts';

export interface ExpectedProof {
  readonly kind: ProofKind;
  readonly reason: string;
  /** After the settle time. */
  readonly leastMs: number;
  /** There is too little traffic for what the rules would allow. */
  readonly isThin: boolean;
}

export interface ProofOutlook {
  readonly ruleArn: string;
  readonly targetGroups: readonly WeightedTargetGroup[];
  readonly others: readonly StandingRule[];
  readonly mayProbe: boolean;
  readonly traffic: readonly TargetGroupReading[];
  readonly policy: Policy;
  /** Nothing is live, so that the traffic of lately says nothing. */
  readonly isFirst: boolean;
}

export function expectedProof(rung: ProofOutlook): ExpectedProof {
  const { ruleArn, targetGroups, others, mayProbe, policy } = rung;
  const plan = planProof(
    { ruleArn, targetGroups },
    others.map(({ rule, now }) => ({ ruleArn: rule.arn, targetGroups: forwardedTo(now) ?? [] })),
    mayProbe,
  );
  const [first = 'settled'] = plan.kinds;
  const rate = rateOf(rung);
  if (rung.isFirst && (first === 'zero' || first === 'share')) {
    const reason = 'nothing is live yet, so this is what enough requests will allow';
    return { kind: first, reason, leastMs: PERIOD_MS, isThin: false };
  }
  if (first === 'zero') return zero(rate, mayProbe);
  if (first === 'share') return share(rate, policy.minimumRequests, mayProbe);
  if (first === 'probe') {
    const requests = policy.probe?.requests ?? 0;
    const reason = `${requests} requests of our own, because ${plan.reason}`;
    return { kind: 'probe', reason, leastMs: 0, isThin: false };
  }
  return { kind: 'settled', reason: plan.reason, leastMs: 0, isThin: false };
}

/** Null when CloudWatch has no number of any of them. */
function rateOf({ targetGroups, traffic }: ProofOutlook): number | null {
  const rates = traffic.flatMap(({ arn, requestsPerMinute }) =>
    targetGroups.some(({ targetGroupArn }) => targetGroupArn === arn) && requestsPerMinute !== null
      ? [requestsPerMinute]
      : [],
  );
  return rates.length === 0 ? null : rates.reduce((sum, each) => sum + each, 0);
}

function zero(rate: number | null, mayProbe: boolean): ExpectedProof {
  if (rate === null || rate === 0) return thin('no requests were counted lately', mayProbe);
  return {
    kind: 'zero',
    reason: 'a whole minute without a request to the target group of weight 0',
    leastMs: PERIOD_MS,
    isThin: false,
  };
}

function share(rate: number | null, minimum: number, mayProbe: boolean): ExpectedProof {
  const minutes =
    rate === null || rate === 0 ? Number.POSITIVE_INFINITY : Math.ceil(minimum / rate);
  if (minutes * PERIOD_MS > METRICS_PATIENCE_MS) {
    const seen =
      rate === null ? 'no requests were counted lately' : `about ${rate} requests a minute`;
    return thin(`${seen}, and a share is judged from ${minimum} on`, mayProbe);
  }
  return {
    kind: 'share',
    reason: `this rule alone uses the target groups; about ${rate} requests a minute, ${minimum} are needed`,
    leastMs: minutes * PERIOD_MS,
    isThin: false,
  };
}

/** The counts are waited for all the same. */
function thin(why: string, mayProbe: boolean): ExpectedProof {
  return {
    kind: mayProbe ? 'probe' : 'settled',
    reason: `traffic is thin: ${why}`,
    leastMs: METRICS_PATIENCE_MS,
    isThin: true,
  };
}
