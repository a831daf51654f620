// `strategy:` of stages, step groups and steps: matrix, repeat or parallelism.
import { COUNT, listOf, oneOf, orExpression, orInput, ref, TEXT } from '../schema-words.ts';
import type { Shape } from './shape.ts';

export const STRATEGY_KINDS = ['matrix', 'repeat', 'parallelism'] as const;
export const STRATEGY_OUTCOMES = ['RunAll', 'SkipQueued'] as const;
export const REPEAT_UNITS = ['Percentage', 'Count'] as const;

export const STRATEGY: Shape = {
  fields: {
    matrix: orInput(ref('Matrix')),
    repeat: ref('Repeat'),
    parallelism: orExpression(COUNT),
    when: TEXT,
    onFailure: oneOf(STRATEGY_OUTCOMES),
    maxConcurrency: orExpression(COUNT),
  },
  oneOf: STRATEGY_KINDS,
};

/** Every other key is an axis. */
export const MATRIX: Shape = {
  fields: {
    exclude: listOf({ type: 'object' }),
    maxConcurrency: orExpression(COUNT),
    nodeName: TEXT,
  },
  others: orExpression(listOf({ type: ['string', 'number', 'boolean', 'object'] }, 1)),
};

export const REPEAT: Shape = {
  fields: {
    times: orExpression(COUNT),
    items: orExpression(listOf(TEXT, 1)),
    maxConcurrency: orExpression(COUNT),
    start: orExpression(COUNT),
    end: orExpression(COUNT),
    unit: oneOf(REPEAT_UNITS),
    partitionSize: orExpression(COUNT),
  },
  oneOf: ['times', 'items'],
};
