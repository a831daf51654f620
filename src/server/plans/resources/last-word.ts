// The last word of the journal on a rule: which run said it, what is being written now, and how its weights moved.

import type { RuleDigest } from '../../../app/sight/digest-run.ts';
import { sameActions } from '../../../traffic/actions.ts';
import { describeWeights } from '../../../traffic/differences.ts';
import type { RuleAction } from '../../../traffic/forward-action.ts';
import { percentOf } from '../../../traffic/split.ts';
import type { DigestedRun } from '../../clouds/journal-digests.ts';

export interface LastWord {
  readonly run: string;
  readonly actions: readonly RuleAction[];
  readonly at: number;
}

export interface WeightAt {
  readonly at: number;
  readonly percent: number;
  readonly run: string;
}

const DAY_MS = 86_400_000;
const POINTS_MAX = 500;

/** `runs` newest first; undefined while no run has written the rule. */
export function lastWordOn(runs: readonly DigestedRun[], ruleArn: string): LastWord | undefined {
  for (const { run, rule } of digestsOf(runs, ruleArn)) {
    const last = rule.changes.at(-1);
    if (last !== undefined) return { run, ...last };
  }
  return undefined;
}

/** What differs from the last word and is not just being written; undefined where nothing does. */
export function driftFrom(
  word: LastWord | undefined,
  now: readonly RuleAction[],
  runs: readonly DigestedRun[],
  ruleArn: string,
): string | undefined {
  if (word === undefined || sameActions(now, word.actions)) return undefined;
  const isBeingWritten = digestsOf(runs, ruleArn).some(
    ({ rule, end }) =>
      end === undefined && rule.intended !== undefined && sameActions(now, rule.intended),
  );
  if (isBeingWritten) return undefined;
  return `Run ${word.run} left ${describeWeights(word.actions)}; AWS has ${describeWeights(now)}, which no run has written.`;
}

/** Of a day, with what held at its beginning; oldest first. */
export function weightHistory(
  runs: readonly DigestedRun[],
  ruleArn: string,
  targetGroupArn: string,
  now: number,
): readonly WeightAt[] {
  const own = new Set([targetGroupArn]);
  const at = (moment: number, actions: readonly RuleAction[], run: string): readonly WeightAt[] => {
    const percent = percentOf(actions, own);
    return percent === null ? [] : [{ at: moment, percent, run }];
  };
  const points = digestsOf(runs, ruleArn)
    .toReversed()
    .flatMap(({ run, startedAt, rule }) => [
      ...at(startedAt, rule.image.actions, run),
      ...rule.changes.flatMap((change) => at(change.at, change.actions, run)),
    ])
    .sort((one, other) => one.at - other.at);
  const moved = points.filter(({ percent }, index) => percent !== points[index - 1]?.percent);
  const first = moved.findLastIndex((point) => point.at <= now - DAY_MS);
  return moved.slice(Math.max(first, 0)).slice(-POINTS_MAX);
}

interface OfRule {
  readonly run: string;
  readonly startedAt: number;
  readonly end: DigestedRun['end'];
  readonly rule: RuleDigest;
}

function digestsOf(runs: readonly DigestedRun[], ruleArn: string): readonly OfRule[] {
  return runs.flatMap(({ run, startedAt, end, rules }) =>
    rules
      .filter(({ image }) => image.ruleArn === ruleArn)
      .map((rule) => ({ run, startedAt, end, rule })),
  );
}
