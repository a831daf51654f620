// `execution:` of a stage and what its lists hold: steps, step groups and parallel blocks.
import { listOf, orExpression, orInput, ref, TEXT } from '../schema-words.ts';
import { DELEGATE_SELECTORS, FAILURE_STRATEGIES, IDENTITY, NO_POLICIES } from './common.ts';
import type { Shape } from './shape.ts';

const STRATEGY = orInput(ref('Strategy'));
const WHEN = orInput(ref('StepWhen'));
const NO_CONTAINERS = 'Steps run where Penstock runs: leave it out.';

export const EXECUTION: Shape = {
  fields: {
    steps: listOf(ref('StepElement'), 1),
    rollbackSteps: listOf(ref('StepElement')),
    description: TEXT,
  },
  required: ['steps'],
};

/** `type` and `spec` belong together: each step type has a spec of its own. */
export const STEP: Shape = {
  fields: {
    ...IDENTITY,
    type: TEXT,
    spec: { type: 'object' },
    timeout: orExpression(ref('Duration')),
    when: WHEN,
    failureStrategies: FAILURE_STRATEGIES,
    strategy: STRATEGY,
    delegateSelectors: DELEGATE_SELECTORS,
    template: ref('TemplateLink'),
  },
  required: ['identifier', 'name', 'type'],
  refused: {
    enforce: NO_POLICIES,
    identities: 'Leave it out: scripts run as the user who runs Penstock.',
  },
};

export const STEP_GROUP: Shape = {
  fields: {
    ...IDENTITY,
    steps: listOf(ref('StepElement'), 1),
    variables: listOf(ref('Variable')),
    timeout: orExpression(ref('Duration')),
    when: WHEN,
    failureStrategies: FAILURE_STRATEGIES,
    strategy: STRATEGY,
    delegateSelectors: DELEGATE_SELECTORS,
    template: ref('TemplateLink'),
  },
  required: ['identifier', 'name', 'steps'],
  refused: {
    rollbackSteps: 'Nothing would run them: put them into the rollbackSteps of the execution.',
    stepGroupInfra: NO_CONTAINERS,
    sharedPaths: NO_CONTAINERS,
    platform: NO_CONTAINERS,
  },
};
