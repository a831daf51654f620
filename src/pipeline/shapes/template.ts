// `template:` where a template is used, and the `template` entity itself.
import { FLAG, IDENTIFIER, oneOf, TAGS, TEXT, WORD } from '../schema-words.ts';
import { IDENTITY } from './common.ts';
import type { Shape } from './shape.ts';

export const TEMPLATE_KINDS = ['Step', 'StepGroup', 'Stage', 'Pipeline'] as const;

export type TemplateKind = (typeof TEMPLATE_KINDS)[number];

/** `1.0` without quotes is a number to YAML, and a version all the same. */
const VERSION = { anyOf: [WORD, { type: 'number' }] };

const IN_THE_FOLDER = 'Templates are read from the project folder: leave it out.';

export const TEMPLATE_LINK: Shape = {
  fields: {
    templateRef: WORD,
    versionLabel: VERSION,
    templateInputs: { type: 'object' },
    description: TEXT,
  },
  required: ['templateRef'],
  refused: {
    gitBranch: IN_THE_FOLDER,
    label: 'Name the version with versionLabel.',
    templateOverrides: 'Make the value <+input> in the template and give it in templateInputs.',
    templateVariables: 'Make the value <+input> in the template and give it in templateInputs.',
  },
  refusedCode: 'unsupported-template',
};

export const TEMPLATE: Shape = {
  fields: {
    ...IDENTITY,
    identifier: IDENTIFIER,
    versionLabel: VERSION,
    type: oneOf(TEMPLATE_KINDS),
    spec: { type: 'object' },
    stable: FLAG,
    projectIdentifier: TEXT,
    orgIdentifier: TEXT,
    tags: TAGS,
  },
  required: ['identifier', 'versionLabel', 'type', 'spec'],
  ignored: { icon: 'it belongs to the pages of Harness' },
};
