// One element of `variables:`.
import { oneOf, TEXT, VARIABLE_NAME } from '../schema-words.ts';
import type { Shape } from './shape.ts';

export const VARIABLE_TYPES = ['String', 'Number', 'Secret'] as const;

export const VARIABLE: Shape = {
  fields: {
    name: VARIABLE_NAME,
    type: oneOf(VARIABLE_TYPES),
    value: { type: ['string', 'number'] },
    default: { type: ['string', 'number'] },
    required: { type: 'boolean' },
    description: TEXT,
  },
  required: ['name', 'type', 'value'],
  ignored: { metadata: 'it belongs to the pages of Harness' },
};
