// CustomApproval: a script that is run again and again until its output variables approve or reject.
import { z } from 'zod';
import { commonFields, defineStepType, type StepType } from './define-step-type.ts';
import { type ScriptSource, scriptSource } from './script-source.ts';
import { environmentVariables, type NamedValue, outputVariables } from './variables.ts';
import type { Vocabulary } from './vocabulary.ts';
import { NO_POWERSHELL } from './words.ts';

export interface CustomApprovalSpec {
  readonly shell: 'Bash';
  readonly source: ScriptSource;
  /** From the end of one run of the script to the next, in milliseconds. */
  readonly retryInterval: number;
  /** Of one run of the script, in milliseconds. */
  readonly scriptTimeout: number;
  readonly approvalCriteria: Criteria;
  readonly rejectionCriteria?: Criteria | undefined;
  readonly environmentVariables: readonly NamedValue[];
  readonly outputVariables: readonly NamedValue[];
}

export type Criteria =
  | { readonly type: 'Jexl'; readonly spec: { readonly expression: string } }
  | { readonly type: 'KeyValues'; readonly spec: KeyValues };

export interface KeyValues {
  /** One condition is enough; else all must hold. */
  readonly matchAnyCondition: boolean;
  readonly conditions: readonly Condition[];
}

export interface Condition {
  /** The name of an output variable. */
  readonly key: string;
  readonly operator: (typeof OPERATORS)[number];
  /** For `in` and `not in`, texts with commas between them. */
  readonly value: string;
}

const OPERATORS = ['equals', 'not equals', 'in', 'not in'] as const;

/** What the step itself knows once the script has run: `<+output.NAME>`. */
const CUSTOM_APPROVAL_NAMES = ['output'] as const;

export const customApproval: StepType<CustomApprovalSpec> = defineStepType(
  'CustomApproval',
  false,
  (field) =>
    field.object({
      shell: field.only('Bash', { PowerShell: NO_POWERSHELL }),
      source: scriptSource(field),
      retryInterval: field.duration(),
      scriptTimeout: field.duration(),
      approvalCriteria: criteria(field),
      rejectionCriteria: criteria(field).optional(),
      environmentVariables: environmentVariables(field),
      outputVariables: outputVariables(field, field.text).default([]),
      ...commonFields(field),
    }),
  { names: CUSTOM_APPROVAL_NAMES, timeoutMs: 86_400_000 },
);

function criteria(field: Vocabulary): z.ZodType<Criteria> {
  const condition = field.object({
    key: field.text(),
    operator: field.oneOf(OPERATORS),
    value: field.anyText(),
  });
  const keyValues = field.object({
    matchAnyCondition: field.flag().default(false),
    conditions: field.list(condition),
  });
  return z.discriminatedUnion('type', [
    field.object({
      type: z.literal('Jexl'),
      spec: field.object({ expression: field.ownText() }),
    }),
    field.object({ type: z.literal('KeyValues'), spec: keyValues }),
  ]);
}
