// HarnessApproval: shows the approvers what is known now, and leaves the waiting to the engine.
import type { StepContext, StepResult } from '../execution/step.ts';
import type { Json } from '../lib/json.ts';
import type { HarnessApprovalSpec } from '../pipeline/step-types/harness-approval.ts';
import { FACT, type Review, type Rung, type Setup } from '../traffic/facts.ts';
import { setupOf, stageFacts } from './common/step-facts.ts';
import { nextRung } from './review/next-rung.ts';
import { reviewTraffic } from './review/review-traffic.ts';
import { shiftOf } from './shift/shift.ts';
import type { StepTools } from './tools.ts';

export async function askForApproval(
  tools: StepTools,
  spec: HarnessApprovalSpec,
  context: StepContext,
): Promise<StepResult> {
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
      review: review as unknown as Json,
    },
  };
}

/** A gate opens with the figures there are: people can decide without the others. */
const REVIEW_LIMIT_MS = 60_000;

async function reviewOf(tools: StepTools, context: StepContext, setup: Setup): Promise<Review> {
  const shift = shiftOf(tools, context, setup);
  const giveUpAt = Math.min(shift.pace.giveUpAt, context.clock.now() + REVIEW_LIMIT_MS);
  const sight = { ...shift, pace: { ...shift.pace, giveUpAt } };
  const targetGroups = await reviewTraffic(sight, sinceOf(context));
  return {
    rung: nextRung(context.stage, context.path, setup),
    targetGroups,
    logFolder: context.logFolder,
  };
}

/** When the present weights were written, or the setup's end when none has been written yet. */
function sinceOf(context: StepContext): number {
  const written = stageFacts(context, FACT.rung).flatMap(({ value }) => {
    const { writtenAt } = value as unknown as Rung;
    return writtenAt === null ? [] : [writtenAt];
  });
  return written.at(-1) ?? stageFacts(context, FACT.setup)[0]?.at ?? context.clock.now();
}
