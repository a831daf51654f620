// `execution:` of a stage: its steps and its rollback steps.
import { openMapping, required } from './fields.ts';
import type { StepElement } from './pipeline.ts';
import type { Place } from './place.ts';
import { readElements } from './read-elements.ts';

export interface Execution {
  readonly steps: readonly StepElement[];
  readonly rollbackSteps: readonly StepElement[];
}

export function readExecution(stageSpec: Place, stageType: string): Execution {
  const place = required(stageSpec, 'execution');
  const execution =
    place === undefined ? undefined : openMapping(place, { known: ['steps', 'rollbackSteps'] });
  if (execution === undefined) return { steps: [], rollbackSteps: [] };
  required(execution, 'steps');
  return {
    steps: readElements(execution, 'steps', { stageType, inRollback: false }),
    rollbackSteps: readElements(execution, 'rollbackSteps', { stageType, inRollback: true }),
  };
}
