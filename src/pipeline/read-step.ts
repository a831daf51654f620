// `step:`: its common fields, and its spec checked against the step type's own definition.

import { isJsonObject, type JsonObject } from '../lib/json.ts';
import { openMapping, optional, optionalText, requiredText } from './fields.ts';
import type { Selectors, Step } from './pipeline.ts';
import { isMapping, jsonOf, type Place, reportAt } from './place.ts';
import { readFailureStrategies } from './read-failure-strategies.ts';
import { readIdentity } from './read-identity.ts';
import { readSelectors } from './read-selectors.ts';
import { readStepSpec } from './read-step-spec.ts';
import { readStrategy } from './read-strategy.ts';
import { readWhen } from './read-when.ts';
import { reportStepType } from './report-step-type.ts';
import { checkRollbackStrategies } from './rollback-strategies.ts';
import { STEP } from './shapes/execution.ts';
import { deploymentStepTypeNames, stepTypeNames } from './step-types/step-types.ts';
import type { Surroundings } from './surroundings.ts';

export function readStep(place: Place, around: Surroundings): Step | undefined {
  const step = openMapping(place, STEP);
  if (step === undefined || optional(step, 'template') !== undefined) return undefined;
  const type = requiredText(step, 'type');
  checkType(step, type, around);
  const failureStrategies = readFailureStrategies(step);
  if (around.inRollback) checkRollbackStrategies(step, failureStrategies);
  return {
    kind: 'step',
    ...readIdentity(step),
    type,
    spec: stepTypeNames.includes(type) ? readStepSpec(step, type) : specAsWritten(step),
    timeout: optionalText(step, 'timeout'),
    when: readWhen(step, 'stageStatus'),
    failureStrategies,
    strategy: readStrategy(step),
    delegateSelectors: readStepSelectors(step),
  };
}

function checkType(step: Place, type: string, { stageType }: Surroundings): void {
  const place = optional(step, 'type') ?? step;
  if (type !== '') reportStepType(place, type);
  if (deploymentStepTypeNames.includes(type) && stageType !== 'Deployment') {
    const message = `A step of type ${type} can only stand in a Deployment stage.`;
    reportAt(place, 'unsupported-step', message, 'Move it into a Deployment stage.');
  }
}

/** Most step types have them in their spec. */
function readStepSelectors(step: Place): Selectors {
  const own = readSelectors(step);
  const spec = optional(step, 'spec');
  return own.length > 0 || !isMapping(spec?.node) ? own : readSelectors(spec);
}

function specAsWritten(step: Place): JsonObject {
  const spec = jsonOf(optional(step, 'spec')?.node);
  return isJsonObject(spec) ? spec : {};
}
