// The promotion that a follow-up goes on from, out of the facts that its stage has inherited.
import type { StepContext } from '../../execution/step.ts';
import type { RuleAction } from '../../traffic/forward-action.ts';
import type { Promotion } from '../../traffic/promotion.ts';
import { beforeImagesOf, requireSetup, STEP_FACT, stageFacts } from '../common/step-facts.ts';

export function promotionOf(context: StepContext): Promotion {
  const left = new Map<string, readonly RuleAction[]>();
  for (const { key, value } of stageFacts(context, STEP_FACT.writtenActions)) {
    if (!left.has(key)) left.set(key, value as unknown as readonly RuleAction[]);
  }
  return { setup: requireSetup(context), images: beforeImagesOf(context), left };
}
