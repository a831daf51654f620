// How a rung is proven: which kinds of proof its rules allow, and the judgement of each kind.
import type { ProofKind } from './facts.ts';
import type { WeightedTargetGroup } from './forward-action.ts';
import { type CountedPeriod, firstWholePeriodAt, periodsFrom, valueAt } from './periods.ts';
import { percent } from './split.ts';

/** `pending`: nothing can be said yet; later data may decide. Only `contradicted` speaks against a rung. */
export interface Verdict {
  readonly status: 'proven' | 'contradicted' | 'pending';
  /** Percent of the rule's traffic seen on the stage target group. */
  readonly observed: number | null;
  readonly requests: number | null;
  readonly reason: string;
}

/** One rule as it stands now, of all rules that name one of the shifted rule's target groups. */
export interface RuleWeights {
  readonly ruleArn: string;
  readonly targetGroups: readonly WeightedTargetGroup[];
}

export interface ProofPlan {
  /** In the order in which they are tried; `settled` is always the last. */
  readonly kinds: readonly ProofKind[];
  /** Target groups of the rule that no rule sends traffic to. */
  readonly idle: readonly string[];
  /** Target groups of the rule that have weight in it. */
  readonly live: readonly string[];
  /** Why nothing better than `settled` is possible, when that is so. */
  readonly reason: string;
}

/** `others` are the other rules of the load balancer; `mayProbe` says that a probe is set up. */
export function planProof(
  rule: RuleWeights,
  others: readonly RuleWeights[],
  mayProbe: boolean,
): ProofPlan {
  const elsewhere = new Set(
    others
      .filter(({ ruleArn }) => ruleArn !== rule.ruleArn)
      .flatMap(({ targetGroups }) => targetGroups.filter(hasWeight).map(arnOf)),
  );
  const live = rule.targetGroups.filter(hasWeight).map(arnOf);
  const idle = rule.targetGroups
    .filter((entry) => !hasWeight(entry) && !elsewhere.has(entry.targetGroupArn))
    .map(arnOf);
  const alone = rule.targetGroups.every((entry) => !elsewhere.has(entry.targetGroupArn));
  const kinds: ProofKind[] = [];
  if (idle.length > 0 && live.length === 1) kinds.push('zero');
  if (alone && live.length === 2) kinds.push('share');
  if (mayProbe) kinds.push('probe');
  const reason = alone
    ? 'the rule forwards to one target group only, so no share can be counted'
    : 'other rules send requests to the same target groups, and AWS counts requests per group, not per rule';
  return { kinds: [...kinds, 'settled'], idle, live, reason };
}

/**
 * Proven when in the newest whole period after `settledAt` the idle target group got no request
 * while another one did. That other count is also what tells "none" from "not published yet".
 */
export function judgeZero(
  idle: readonly CountedPeriod[],
  other: readonly CountedPeriod[],
  settledAt: number,
): Verdict {
  const from = firstWholePeriodAt(settledAt);
  const newest = periodsFrom(other, from).findLast(({ value }) => value > 0);
  const late = periodsFrom(idle, from).findLast(({ value }) => value > 0);
  if (late !== undefined && (newest === undefined || late.startAt >= newest.startAt)) {
    const reason = `${late.value} requests reached the target group of weight 0 in a whole minute after the settle time`;
    return { status: 'contradicted', observed: null, requests: late.value, reason };
  }
  if (newest === undefined) return pending(NOT_PUBLISHED);
  const reason = `no request in a whole minute while ${newest.value} went to the other target groups`;
  return { status: 'proven', observed: 0, requests: newest.value, reason };
}

/** `green` and `all` count the same rule; a period counts once both of its counts are there. */
export function judgeShare(
  green: readonly CountedPeriod[],
  blue: readonly CountedPeriod[],
  expectedShare: number,
  minimumRequests: number,
  settledAt: number,
): Verdict {
  const from = firstWholePeriodAt(settledAt);
  const published = [...periodsFrom(green, from), ...periodsFrom(blue, from)];
  let onGreen = 0;
  let all = 0;
  for (const { startAt, value } of periodsFrom(green, from)) {
    const onBlue = valueAt(blue, startAt);
    if (onBlue === undefined) continue;
    onGreen += value;
    all += value + onBlue;
  }
  if (published.length === 0) return pending(NOT_PUBLISHED);
  if (all === 0) return pending('in no whole minute were both target groups counted');
  if (all < minimumRequests) {
    return pending(
      `${all} requests were counted, and a share is judged from ${minimumRequests} on`,
    );
  }
  return judgeCount(onGreen, all, expectedShare);
}

/** `answers` are the header values of our own requests; null is a request without a usable answer. */
export function judgeProbe(
  answers: readonly (string | null)[],
  baseline: string,
  expectedShare: number,
): Verdict {
  const usable = answers.filter((answer) => answer !== null);
  if (usable.length === 0) return pending('no probe request was answered with the header');
  return judgeCount(
    usable.filter((answer) => answer !== baseline).length,
    usable.length,
    expectedShare,
  );
}

const SIGMAS = 4;
const NOT_PUBLISHED = 'no whole period after the settle time is published yet';

function judgeCount(onGreen: number, all: number, expectedShare: number): Verdict {
  const share = onGreen / all;
  const sigma = Math.sqrt((expectedShare * (1 - expectedShare)) / all);
  const within = Math.abs(share - expectedShare) <= SIGMAS * sigma + Number.EPSILON;
  const seen = `${percent(share)} % of ${all} requests against ${percent(expectedShare)} %`;
  return {
    status: within ? 'proven' : 'contradicted',
    observed: percent(share),
    requests: all,
    reason: `${seen}, ${within ? 'within' : 'outside'} ${SIGMAS} standard deviations`,
  };
}

function pending(reason: string): Verdict {
  return { status: 'pending', observed: null, requests: null, reason };
}

function hasWeight(entry: WeightedTargetGroup): boolean {
  return entry.weight > 0;
}

function arnOf(entry: WeightedTargetGroup): string {
  return entry.targetGroupArn;
}
