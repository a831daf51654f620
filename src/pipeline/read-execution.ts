// `execution:` of a stage: its steps and its rollback steps.

import { openMapping, required, requiredList } from './fields.ts';
import type { Step, StepElement } from './pipeline.ts';
import { type Place, reportAt } from './place.ts';
import { readElements } from './read-elements.ts';
import { EXECUTION } from './shapes/execution.ts';

export interface Execution {
  readonly steps: readonly StepElement[];
  readonly rollbackSteps: readonly StepElement[];
}

export function readExecution(stageSpec: Place, stageType: string): Execution {
  const place = required(stageSpec, 'execution');
  const execution = place === undefined ? undefined : openMapping(place, EXECUTION);
  if (execution === undefined) return { steps: [], rollbackSteps: [] };
  requiredList(execution, 'steps');
  const around = { stageType, inRollback: false, depth: 0 };
  const rollbackSteps = readElements(execution, 'rollbackSteps', {
    ...around,
    inRollback: true,
  });
  if (stageType === 'Deployment' && rollbackSteps.length === 0) warnOfNoWayBack(execution);
  const steps = readElements(execution, 'steps', around);
  refuseSeveralGreens(execution, steps);
  return { steps, rollbackSteps };
}

/** Shifts and the way back of a stage go by its one green group; with two they would mix them up. */
function refuseSeveralGreens(execution: Place, steps: readonly StepElement[]): void {
  const [first, ...others] = setupsOf(steps, false);
  const surplus = first?.isRepeated ? [first, ...others] : others;
  for (const { step } of surplus) {
    execution.source.report({
      code: 'unsupported-field',
      severity: 'error',
      message: `"${step.name}" would set up another green group, and a stage has one.`,
      hint: 'Write one stage per group.',
      position: step.position,
    });
  }
}

interface FoundSetup {
  readonly step: Step;
  /** A matrix runs it several times. */
  readonly isRepeated: boolean;
}

function setupsOf(elements: readonly StepElement[], inMatrix: boolean): readonly FoundSetup[] {
  return elements.flatMap((element) => {
    if (element.kind === 'parallel') return setupsOf(element.steps, inMatrix);
    const isRepeated = inMatrix || element.strategy !== undefined;
    if (element.kind === 'stepGroup') return setupsOf(element.steps, isRepeated);
    return element.type === 'ElastigroupBGStageSetup' ? [{ step: element, isRepeated }] : [];
  });
}

function warnOfNoWayBack(execution: Place): void {
  const message = 'This stage has no rollback steps, so nothing goes back when it fails.';
  const hint = 'Add rollbackSteps with an ElastigroupRollback.';
  reportAt(execution, 'missing-field', message, hint, 'warning');
}
