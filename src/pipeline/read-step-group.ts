// `stepGroup:`: steps under one name, with variables, a condition, failure strategies or a strategy of their own.

import { openMapping, optional, optionalText, requiredList } from './fields.ts';
import type { StepGroup } from './pipeline.ts';
import { type Place, reportAt } from './place.ts';
import { readFailureStrategies } from './read-failure-strategies.ts';
import { readIdentity } from './read-identity.ts';
import { readSelectors } from './read-selectors.ts';
import { readStrategy } from './read-strategy.ts';
import { readVariables } from './read-variables.ts';
import { readWhen } from './read-when.ts';
import { checkRollbackStrategies } from './rollback-strategies.ts';
import { STEP_GROUP } from './shapes/execution.ts';
import type { ReadElements, Surroundings } from './surroundings.ts';

const MAX_DEPTH = 20;

export function readStepGroup(
  place: Place,
  around: Surroundings,
  readElements: ReadElements,
): StepGroup | undefined {
  const group = openMapping(place, STEP_GROUP);
  if (group === undefined || optional(group, 'template') !== undefined) return undefined;
  requiredList(group, 'steps');
  if (around.depth >= MAX_DEPTH) {
    const message = `Step groups stand in each other ${MAX_DEPTH} deep at most.`;
    reportAt(group, 'plan-too-large', message, 'Put the steps into fewer groups.');
    return undefined;
  }
  const failureStrategies = readFailureStrategies(group);
  if (around.inRollback) checkRollbackStrategies(group, failureStrategies);
  return {
    kind: 'stepGroup',
    ...readIdentity(group),
    steps: readElements(group, 'steps', { ...around, depth: around.depth + 1 }),
    variables: readVariables(group),
    delegateSelectors: readSelectors(group),
    when: readWhen(group, 'stageStatus'),
    timeout: optionalText(group, 'timeout'),
    failureStrategies,
    strategy: readStrategy(group),
  };
}
