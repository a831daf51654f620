// Every lint rule over one pipeline, each as loud as the settings want it.
import type { Diagnostic, LintCode } from '../diagnostic.ts';
import type { Pipeline } from '../pipeline.ts';
import { approvalBesideSteps } from './approval-beside-steps.ts';
import { fallingWeights } from './falling-weights.ts';
import type { LintFacts, LintLevel, LintRule } from './lint-rule.ts';
import { noWayBack } from './no-way-back.ts';
import { placeholder } from './placeholder.ts';
import { ruleShiftedTwice } from './rule-shifted-twice.ts';
import { runAllAfterRejection } from './run-all-after-rejection.ts';
import { sameTargetGroup } from './same-target-group.ts';
import { secretAddress } from './secret-address.ts';
import { tooFewApprovers } from './too-few-approvers.ts';
import { unansweredInput } from './unanswered-input.ts';

export const LINT_RULES: readonly LintRule[] = [
  runAllAfterRejection,
  fallingWeights,
  ruleShiftedTwice,
  sameTargetGroup,
  noWayBack,
  unansweredInput,
  approvalBesideSteps,
  tooFewApprovers,
  secretAddress,
  placeholder,
];

/** Those that compare values: what is written differently may be the same. */
const RULES_OF_VALUES: readonly LintRule[] = [ruleShiftedTwice, sameTargetGroup];

export type LintLevels = Readonly<Partial<Record<LintCode, LintLevel>>>;

export function lintPipeline(
  pipeline: Pipeline,
  facts: LintFacts,
  levels: LintLevels = {},
): readonly Diagnostic[] {
  return lintBy(LINT_RULES, pipeline, facts, levels);
}

/** Of a pipeline in which every value is filled in. */
export function lintValues(
  pipeline: Pipeline,
  facts: LintFacts,
  levels: LintLevels = {},
): readonly Diagnostic[] {
  return lintBy(RULES_OF_VALUES, pipeline, facts, levels);
}

function lintBy(
  rules: readonly LintRule[],
  pipeline: Pipeline,
  facts: LintFacts,
  levels: LintLevels,
): readonly Diagnostic[] {
  return rules.flatMap((rule) => {
    const severity = levels[rule.code] ?? rule.level;
    if (severity === 'off') return [];
    return rule.find(pipeline, facts).map((finding) => ({ code: rule.code, severity, ...finding }));
  });
}
