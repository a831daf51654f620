// `execution:` of a stage: its steps and its rollback steps.
import { openMapping, required } from './fields.ts';
import type { StepElement } from './pipeline.ts';
import { type Place, reportAt } from './place.ts';
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
  const rollbackSteps = readElements(execution, 'rollbackSteps', { stageType, inRollback: true });
  if (stageType === 'Deployment' && rollbackSteps.length === 0) warnOfNoWayBack(execution);
  return {
    steps: readElements(execution, 'steps', { stageType, inRollback: false }),
    rollbackSteps,
  };
}

function warnOfNoWayBack(execution: Place): void {
  const message = 'This stage has no rollback steps, so nothing goes back when it fails.';
  const hint = 'Add rollbackSteps with an ElastigroupRollback.';
  reportAt(execution, 'missing-field', message, hint, 'warning');
}
