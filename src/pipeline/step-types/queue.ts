// Queue: lets one run at a time pass, in the order in which they came, and keeps the others off for as long as its scope lasts.
import { commonFields, defineStepType, type StepType } from './define-step-type.ts';

export interface QueueSpec {
  readonly key: string;
  readonly scope: (typeof SCOPES)[number];
}

const SCOPES = ['Pipeline', 'Stage'] as const;

export const queue: StepType<QueueSpec> = defineStepType('Queue', false, (field) =>
  field.object({
    key: field.text(),
    scope: field.oneOf(SCOPES),
    ...commonFields(field),
  }),
);
