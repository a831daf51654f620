// HarnessApproval: shows the approvers what is known now, and leaves the waiting to the engine.
import type { StepContext, StepResult } from '../execution/step.ts';
import type { Json } from '../lib/json.ts';
import type { HarnessApprovalSpec } from '../pipeline/step-types/harness-approval.ts';
import { FACT, type Review, type Rung, type Setup } from '../traffic/facts.ts';
import { setupOf, stageFacts } from './common/step-facts.ts';
import { nextRung } from './review/next-rung.ts';
import { type Reviewed, reviewTargetGroup } from './review/review-target-group.ts';
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

async function reviewOf(tools: StepTools, context: StepContext, setup: Setup): Promise<Review> {
  const shift = shiftOf(tools, context, setup);
  const since = lastProofAt(context);
  const reviewed = setup.loadBalancers.flatMap(
    ({ loadBalancerArn, stageTargetGroupArn, prodTargetGroupArn }): readonly Reviewed[] => [
      { colour: 'green', targetGroupArn: stageTargetGroupArn, loadBalancerArn, since },
      { colour: 'blue', targetGroupArn: prodTargetGroupArn, loadBalancerArn, since },
    ],
  );
  return {
    rung: nextRung(context.stage, context.path, setup),
    targetGroups: await Promise.all(reviewed.map((each) => reviewTargetGroup(shift, each))),
    logFolder: context.logFolder,
  };
}

/** The last proof, or the end of the setup when nothing has been proven yet. */
function lastProofAt(context: StepContext): number {
  const proofs = stageFacts(context, FACT.rung).flatMap(({ value }) => {
    const { provedAt } = value as unknown as Rung;
    return provedAt === null ? [] : [provedAt];
  });
  return proofs.at(-1) ?? stageFacts(context, FACT.setup)[0]?.at ?? context.clock.now();
}
