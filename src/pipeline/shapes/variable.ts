// One element of `variables:`.
import { oneOf, TEXT } from '../schema-words.ts';
import type { Shape } from './shape.ts';

export const VARIABLE_TYPES = ['String', 'Number', 'Secret'] as const;

const SCALAR = { type: ['string', 'number', 'boolean'] };

export const VARIABLE: Shape = {
  fields: {
    name: { type: 'string', pattern: '^[a-zA-Z_][0-9a-zA-Z_.$-]{0,127}$' },
    type: oneOf(VARIABLE_TYPES),
    value: SCALAR,
    default: SCALAR,
    required: { type: 'boolean' },
    description: TEXT,
  },
  required: ['name', 'type', 'value'],
};
