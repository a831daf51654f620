// PromotionRollback: after a run that succeeded everything back as before it, while blue is warm. No author writes this type.
import type { StepContext, StepResult } from '../execution/step.ts';
import { failure } from './common/failure.ts';
import { requireSetup } from './common/step-facts.ts';
import { rollBackElastigroups } from './elastigroup-rollback.ts';
import { begin, begunAt, inOwnTime } from './follow-up/begin.ts';
import { lookAtPromotion } from './follow-up/look-at-promotion.ts';
import { objectionToRollback } from './follow-up/objection-to-rollback.ts';
import { promotionOf } from './follow-up/promotion-of.ts';
import { scaleBlueUp } from './follow-up/scale-blue-up.ts';
import { wayBackOf } from './rollback/way-back.ts';
import { shiftOf } from './shift/shift.ts';
import type { StepTools } from './tools.ts';

/** Until blue is seen to be ready nothing has begun. */
export async function rollBackPromotion(
  tools: StepTools,
  isScaledUp: boolean,
  given: StepContext,
): Promise<StepResult> {
  const context = inOwnTime(given, requireSetup(given));
  const blueSeenAt = begunAt(context) ?? (await becomeReady(tools, isScaledUp, context));
  return rollBackElastigroups(tools, context, { ...wayBackOf(tools, context), blueSeenAt });
}

async function becomeReady(
  tools: StepTools,
  isScaledUp: boolean,
  context: StepContext,
): Promise<number> {
  const promotion = promotionOf(context);
  const shift = shiftOf(tools, context, promotion.setup);
  const seen = await lookAtPromotion(tools.clouds, promotion, shift.pace);
  const objection = objectionToRollback(seen, isScaledUp);
  if (objection !== undefined) {
    throw failure('Verification', { ...objection, traffic: 'Nothing was changed' });
  }
  const { blue } = promotion.setup;
  if (seen.blue.status === 'short' && blue !== null) {
    await scaleBlueUp(shift, blue, seen.blue.capacity);
  }
  return begin(context, shift.pace);
}
