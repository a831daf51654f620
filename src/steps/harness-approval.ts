// HarnessApproval: shows the approvers what is known now, and leaves the waiting to the engine.
import type { StepContext, StepResult } from '../execution/step.ts';
import type { Json } from '../lib/json.ts';
import type { HarnessApprovalSpec } from '../pipeline/step-types/harness-approval.ts';
import type { Review, Setup } from '../traffic/facts.ts';
import { askedOfApprovers } from './approver-inputs.ts';
import { setupOf } from './common/step-facts.ts';
import { nextRung } from './review/next-rung.ts';
import { reviewTraffic } from './review/review-traffic.ts';
import { carriesWeight } from './review/watch-gate.ts';
import { writtenSince } from './review/weights-since.ts';
import { shiftOf } from './shift/shift.ts';
import type { StepTools } from './tools.ts';

export async function askForApproval(
  tools: StepTools,
  spec: HarnessApprovalSpec,
  context: StepContext,
): Promise<StepResult> {
  const inputs = askedOfApprovers(spec.approverInputs);
  const setup = setupOf(context);
  const review =
    setup === undefined
      ? { rung: null, targetGroups: [], logFolder: context.logFolder }
      : await reviewOf(tools, context, setup);
  const { userGroups, minimumCount, disallowPipelineExecutor, disallowedUserEmails } =
    spec.approvers;
  return {
    status: 'approval',
    approval: {
      message: spec.approvalMessage,
      userGroups,
      minimumCount,
      disallowPipelineExecutor,
      disallowedUserEmails,
      ...(inputs.length > 0 && { inputs }),
      ...(carriesWeight(context, setup) && { watchEveryMs: WATCH_EVERY_MS }),
      review: review as unknown as Json,
    },
  };
}

/** While green carries weight a person may take hours, and green must not fall ill unseen. */
const WATCH_EVERY_MS = 30_000;

/** A gate opens with the figures there are: people can decide without the others. */
const REVIEW_LIMIT_MS = 60_000;

async function reviewOf(tools: StepTools, context: StepContext, setup: Setup): Promise<Review> {
  const shift = shiftOf(tools, context, setup);
  const giveUpAt = Math.min(shift.pace.giveUpAt, context.clock.now() + REVIEW_LIMIT_MS);
  const sight = { ...shift, pace: { ...shift.pace, giveUpAt } };
  const targetGroups = await reviewTraffic(sight, writtenSince(context) ?? context.clock.now());
  return {
    rung: nextRung(context.stage, context.path, setup),
    targetGroups,
    logFolder: context.logFolder,
  };
}
