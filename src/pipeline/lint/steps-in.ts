// The steps of a stage, each with what stands around it.
import type { Parallel, Stage, Step, StepElement, StepGroup, Strategy } from '../pipeline.ts';

export interface FoundStep {
  readonly step: Step;
  /** From the outside to the inside. */
  readonly around: readonly (StepGroup | Parallel)[];
}

export function stepsIn(elements: readonly StepElement[]): readonly FoundStep[] {
  return found(elements, []);
}

/** Those that apply to a step, the innermost first. */
export function strategiesOf({ step, around }: FoundStep, stage: Stage): readonly Strategy[] {
  const groups = around.flatMap((each) => (each.kind === 'stepGroup' ? [each.strategy] : []));
  return [step.strategy, ...groups.toReversed(), stage.strategy].filter(
    (strategy) => strategy !== undefined,
  );
}

export const SETUP = 'ElastigroupBGStageSetup';
export const SHIFT = 'ElastigroupBlueGreenTrafficShift';

export function isApproval({ type }: Step): boolean {
  return type === 'HarnessApproval' || type === 'CustomApproval';
}

function found(
  elements: readonly StepElement[],
  around: readonly (StepGroup | Parallel)[],
): readonly FoundStep[] {
  return elements.flatMap((element) =>
    element.kind === 'step'
      ? [{ step: element, around }]
      : found(element.steps, [...around, element]),
  );
}
