// HarnessApproval: waits for people of the named groups.
import { commonFields, defineStepType, type StepType } from './define-step-type.ts';

export interface HarnessApprovalSpec {
  readonly approvalMessage: string;
  readonly includePipelineExecutionHistory: boolean;
  readonly approvers: {
    readonly userGroups: readonly string[];
    readonly minimumCount: number;
    readonly disallowPipelineExecutor: boolean;
    readonly disallowedUserEmails: readonly string[];
  };
}

const MAXIMUM_APPROVERS = 1_000;

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
      approverInputs: field
        .unused('Approvers give no inputs: use --set before the run.')
        .optional(),
      autoApproval: field.unused('Leave the step out if nobody has to decide.').optional(),
      isAutoRejectEnabled: field
        .unused('Older runs are not rejected by newer ones: write false.')
        .optional(),
      callbackId: field.unused('Leave it out.').optional(),
      ...commonFields(field),
    }),
  { timeoutMs: 86_400_000 },
);
