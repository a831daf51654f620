// A step that asks people while the run is under way, with nothing said for the case that nobody answers.
import { parseInput } from '../../expression/input.ts';
import type { FailureStrategy, Stage, Step } from '../pipeline.ts';
import { stagesOf } from '../stages-of.ts';
import type { LintRule } from './lint-rule.ts';
import { type FoundStep, stepsIn } from './steps-in.ts';
import { textsIn } from './texts-in.ts';

export const unansweredInput: LintRule = {
  code: 'unanswered-input',
  means:
    'a step asks with `.executionInput()`, and no failure strategy of it or around it names `InputTimeoutError`, which `AllErrors` does not cover',
  advice:
    'add a strategy for `InputTimeoutError`, such as `StageRollback` or `ProceedWithDefaultValues`',
  level: 'warning',
  find: (pipeline) =>
    stagesOf(pipeline).flatMap((stage) =>
      stepsIn(stage.steps)
        .filter((found) => asks(found.step) && !isCovered(found, stage))
        .map(({ step }) => ({
          message: `"${step.name}" asks while the run is under way, and when nobody answers in time nothing goes back: AllErrors does not cover InputTimeoutError.`,
          hint: 'Add a failure strategy for InputTimeoutError, such as StageRollback or ProceedWithDefaultValues.',
          position: step.position,
        })),
    ),
};

function asks(step: Step): boolean {
  return textsIn(step).some(({ text }) => parseInput(text)?.isAskedDuringRun === true);
}

function isCovered({ step, around }: FoundStep, stage: Stage): boolean {
  const groups = around.flatMap((each) => (each.kind === 'stepGroup' ? [each] : []));
  return [step, ...groups, stage].some((level) => level.failureStrategies.some(namesIt));
}

function namesIt({ errors }: FailureStrategy): boolean {
  return errors.includes('InputTimeoutError');
}
