// An approval that holds nothing up, since other steps run beside it.
import { stagesOf } from '../stages-of.ts';
import type { LintRule } from './lint-rule.ts';
import { isApproval, stepsIn } from './steps-in.ts';

export const approvalBesideSteps: LintRule = {
  code: 'approval-beside-steps',
  means: 'an approval inside of `parallel`: what stands beside it does not wait for it',
  advice: 'put it in front of what it shall hold up',
  level: 'warning',
  find: (pipeline) =>
    stagesOf(pipeline)
      .flatMap((stage) => stepsIn(stage.steps))
      .filter(({ step, around }) => {
        const isBeside = around.some(({ kind, steps }) => kind === 'parallel' && steps.length > 1);
        return isBeside && isApproval(step);
      })
      .map(({ step }) => ({
        message: `The approval "${step.name}" stands inside of parallel: the steps beside it run before anybody has approved.`,
        hint: 'Put it before the parallel block if they shall wait for it.',
        position: step.position,
      })),
};
