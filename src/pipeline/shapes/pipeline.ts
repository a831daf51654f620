// `pipeline:` and what only it has: barriers and notification rules.
import { IDENTIFIER, listOf, NAME, orExpression, ref, TAGS, TEXT } from '../schema-words.ts';
import { DELEGATE_SELECTORS, IDENTITY } from './common.ts';
import type { Shape } from './shape.ts';

export const PIPELINE: Shape = {
  fields: {
    ...IDENTITY,
    projectIdentifier: TEXT,
    orgIdentifier: TEXT,
    tags: TAGS,
    variables: listOf(ref('Variable')),
    timeout: orExpression(ref('Duration')),
    stages: listOf(ref('StageElement'), 1),
    delegateSelectors: DELEGATE_SELECTORS,
    flowControl: ref('FlowControl'),
    notificationRules: listOf(ref('NotificationRule')),
    template: ref('TemplateLink'),
  },
  required: ['identifier', 'name', 'stages'],
  ignored: {
    allowStageExecutions: 'a run is of the whole pipeline',
    fixedInputsOnRerun: 'every run takes the inputs that it is given',
    properties: 'there is no build here',
  },
};

export const FLOW_CONTROL: Shape = {
  fields: { barriers: listOf(ref('Barrier')), description: TEXT },
};

export const BARRIER: Shape = {
  fields: { identifier: IDENTIFIER, name: NAME, description: TEXT },
  required: ['identifier', 'name'],
};
