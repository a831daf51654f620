// HarnessApproval: waits for people of the named groups.
import type { z } from 'zod';
import { commonFields, defineStepType, type StepType } from './define-step-type.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface HarnessApprovalSpec {
  readonly approvalMessage: string;
  readonly includePipelineExecutionHistory: boolean;
  readonly approvers: {
    readonly userGroups: readonly string[];
    readonly minimumCount: number;
    readonly disallowPipelineExecutor: boolean;
    readonly disallowedUserEmails: readonly string[];
  };
  readonly approverInputs: readonly ApproverInput[];
}

/** At most one of the last four says which values may be given. */
export interface ApproverInput {
  readonly name: string;
  readonly defaultValue?: string | undefined;
  readonly required?: boolean | undefined;
  readonly regex?: string | undefined;
  readonly allowedValues?: string | undefined;
  readonly selectOneFrom?: string | undefined;
  readonly selectManyFrom?: string | undefined;
}

const MAXIMUM_APPROVERS = 1_000;
const MAXIMUM_INPUTS = 50;

export const harnessApproval: StepType<HarnessApprovalSpec> = defineStepType(
  'HarnessApproval',
  false,
  (field) =>
    field.object({
      approvalMessage: field.text().default(''),
      includePipelineExecutionHistory: field.flag(),
      approvers: field.object({
        userGroups: field.texts(1),
        minimumCount: field.integer(0, MAXIMUM_APPROVERS),
        disallowPipelineExecutor: field.flag(),
        disallowedUserEmails: field.texts().default([]),
        serviceAccounts: field.unused('Only people approve: name their user groups.').optional(),
      }),
      approverInputs: field.list(approverInput(field), 0, MAXIMUM_INPUTS).default([]),
      autoApproval: field.unused('Leave the step out if nobody has to decide.').optional(),
      isAutoRejectEnabled: field
        .unused('Older runs are not rejected by newer ones: write false.')
        .optional(),
      callbackId: field.unused('Leave it out.').optional(),
      ...commonFields(field),
    }),
  { timeoutMs: 86_400_000 },
);

function approverInput(field: Vocabulary): z.ZodType<ApproverInput> {
  return field.object({
    name: field.variableName(),
    defaultValue: field.anyText().optional(),
    required: field.flag().optional(),
    regex: field.text().optional(),
    allowedValues: field.text().optional(),
    selectOneFrom: field.text().optional(),
    selectManyFrom: field.text().optional(),
    description: field.anyText().optional(),
  });
}
