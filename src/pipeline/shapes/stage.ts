// `stage:` and the `spec:` of stages that deploy nothing.
import { listOf, orExpression, orInput, ref, TAGS, TEXT } from '../schema-words.ts';
import { DELEGATE_SELECTORS, FAILURE_STRATEGIES, IDENTITY, NO_POLICIES } from './common.ts';
import type { Shape } from './shape.ts';

export const STAGE_TYPES = ['Deployment', 'Custom', 'Approval'] as const;

export const STAGE: Shape = {
  fields: {
    ...IDENTITY,
    type: { enum: [...STAGE_TYPES] },
    tags: TAGS,
    spec: { type: 'object' },
    variables: listOf(ref('Variable')),
    when: orInput(ref('StageWhen')),
    timeout: orExpression(ref('Duration')),
    failureStrategies: FAILURE_STRATEGIES,
    strategy: orInput(ref('Strategy')),
    delegateSelectors: DELEGATE_SELECTORS,
    template: ref('TemplateLink'),
  },
  required: ['identifier', 'name', 'type', 'spec'],
  refused: {
    runMode: 'Leave it out.',
    enforce: NO_POLICIES,
  },
  ignored: { skipInstances: 'instances are not listed' },
};

export const PLAIN_STAGE_SPEC: Shape = {
  fields: { execution: ref('Execution'), description: TEXT },
  required: ['execution'],
  refused: { environment: 'Only Deployment stages have an environment: leave it out.' },
  ignored: { serviceDependencies: 'Harness keeps it for builds' },
};
