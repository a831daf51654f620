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

export const LINT_RULES: readonly LintRule[] = [
  runAllAfterRejection,
  fallingWeights,
  ruleShiftedTwice,
  sameTargetGroup,
  noWayBack,
  approvalBesideSteps,
  tooFewApprovers,
  secretAddress,
  placeholder,
];

export type LintLevels = Readonly<Partial<Record<LintCode, LintLevel>>>;

export function lintPipeline(
  pipeline: Pipeline,
  facts: LintFacts,
  levels: LintLevels = {},
): readonly Diagnostic[] {
  return LINT_RULES.flatMap((rule) => {
    const severity = levels[rule.code] ?? rule.level;
    if (severity === 'off') return [];
    return rule.find(pipeline, facts).map((finding) => ({ code: rule.code, severity, ...finding }));
  });
}
