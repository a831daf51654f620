// Everything before the first write of a follow-up: the plan made from the earlier execution, and clients for it.
import { canonicalJson, type Json } from '../../lib/json.ts';
import { createFollowUpPlan } from '../../plan/create-follow-up-plan.ts';
import type { FollowUp } from '../../plan/plan.ts';
import { followedStage } from '../../steps/follow-up/followed-stages.ts';
import { sha256 } from '../hash.ts';
import type { PreparedRun } from '../prepare-run.ts';
import { reopenEnded } from '../reopen-run.ts';
import type { EndedRun } from './ended-run.ts';

export interface FollowUpOptions {
  readonly kind: FollowUp['kind'];
  readonly scaleUp: boolean;
  readonly folder: string | undefined;
}

/** Throws `Refusal` when it would act as somebody else than the earlier execution did. */
export async function prepareFollowUp(
  ended: EndedRun,
  { kind, scaleUp, folder }: FollowUpOptions,
): Promise<PreparedRun> {
  const { execution, look, followed } = ended;
  const plan = createFollowUpPlan({
    followUp: { kind, execution },
    of: look.plan.pipeline.name,
    stages: followed.map((each) => followedStage(each, { scaleUp })),
  });
  return {
    ...(await reopenEnded(execution, look, folder)),
    plan,
    planHash: sha256(canonicalJson(plan as unknown as Json)),
  };
}
