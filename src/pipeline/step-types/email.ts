// Email: sends a mail to people, to groups of people, or both.
import { commonFields, defineStepType, type StepType } from './define-step-type.ts';

export interface EmailSpec {
  readonly subject: string;
  /** Addresses with commas between them. */
  readonly to: string;
  readonly cc: string;
  readonly toUserGroups: readonly string[];
  readonly ccUserGroups: readonly string[];
  readonly body: string;
  /** A mail that cannot be sent does not fail the step. */
  readonly fireAndForget: boolean;
}

const MAXIMUM_GROUPS = 256;

export const email: StepType<EmailSpec> = defineStepType('Email', false, (field) =>
  field
    .object({
      subject: field.text(),
      to: field.anyText().default(''),
      cc: field.anyText().default(''),
      toUserGroups: field.texts().default([]),
      ccUserGroups: field.texts().default([]),
      body: field.anyText().default(''),
      fireAndForget: field.fixedFlag().default(false),
      inputVariables: field.unused('Use variables of the stage or the pipeline.').optional(),
      ...commonFields(field),
    })
    .refine(({ to, toUserGroups }) => to.trim() !== '' || toUserGroups.length > 0, {
      error: 'goes to nobody',
      params: { code: 'missing-field', hint: 'Write to: or toUserGroups:.' },
    })
    .refine(({ toUserGroups }) => toUserGroups.length <= MAXIMUM_GROUPS, {
      error: `names more than ${MAXIMUM_GROUPS} groups`,
      params: { code: 'wrong-value', hint: 'Name fewer groups.' },
    }),
);
