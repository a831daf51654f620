// `when:` of stages, and of steps and step groups.
import { oneOf, TEXT } from '../schema-words.ts';
import type { Shape } from './shape.ts';

export const WHEN_STATUSES = ['Success', 'Failure', 'All'] as const;

const CONDITION = { anyOf: [TEXT, { type: 'boolean' }] };

export const STAGE_WHEN: Shape = {
  fields: { pipelineStatus: oneOf(WHEN_STATUSES), condition: CONDITION },
  required: ['pipelineStatus'],
};

export const STEP_WHEN: Shape = {
  fields: { stageStatus: oneOf(WHEN_STATUSES), condition: CONDITION },
  required: ['stageStatus'],
};
