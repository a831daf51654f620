// `stepGroup:`: steps under one name, with a condition, failure strategies or a matrix of their own.
import { openMapping, optional, optionalText, required } from './fields.ts';
import type { StepGroup } from './pipeline.ts';
import type { Place } from './place.ts';
import { readFailureStrategies } from './read-failure-strategies.ts';
import { readIdentity } from './read-identity.ts';
import { readStrategy } from './read-strategy.ts';
import { readWhen } from './read-when.ts';
import { checkRollbackStrategies } from './rollback-strategies.ts';
import type { ReadElements, Surroundings } from './surroundings.ts';
import { warnOfDelegates } from './without-effect.ts';

const NO_CONTAINERS = 'Steps run where Penstock runs: leave it out.';

export function readStepGroup(
  place: Place,
  around: Surroundings,
  readElements: ReadElements,
): StepGroup | undefined {
  const group = openMapping(place, {
    known: [
      'identifier',
      'name',
      'description',
      'steps',
      'when',
      'timeout',
      'failureStrategies',
      'strategy',
      'delegateSelectors',
    ],
    refused: {
      template: 'Write the steps out.',
      variables: 'Put them into the variables of the stage.',
      rollbackSteps: 'Nothing would run them: put them into the rollbackSteps of the execution.',
      stepGroupInfra: NO_CONTAINERS,
      sharedPaths: NO_CONTAINERS,
      platform: NO_CONTAINERS,
    },
  });
  if (group === undefined || optional(group, 'template') !== undefined) return undefined;
  warnOfDelegates(group);
  required(group, 'steps');
  const failureStrategies = readFailureStrategies(group);
  if (around.inRollback) checkRollbackStrategies(group, failureStrategies);
  return {
    kind: 'stepGroup',
    ...readIdentity(group),
    steps: readElements(group, 'steps', around),
    variables: [],
    delegateSelectors: [],
    when: readWhen(group, 'stageStatus'),
    timeout: optionalText(group, 'timeout'),
    failureStrategies,
    strategy: readStrategy(group),
  };
}
