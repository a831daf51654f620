// ShellScript: runs a script of the pipeline with its own environment and keeps some variables.
import { commonFields, defineStepType, type StepType } from './define-step-type.ts';

export interface ShellScriptSpec {
  readonly shell: 'Bash';
  readonly source: { readonly type: 'Inline'; readonly spec: { readonly script: string } };
  readonly environmentVariables: readonly { readonly name: string; readonly value: string }[];
  /** `value` is the shell variable's name; `name` is how expressions call it. */
  readonly outputVariables: readonly { readonly name: string; readonly value: string }[];
}

const RUNS_HERE = 'Scripts run where Penstock runs: write executionTarget: {}.';

export const shellScript: StepType<ShellScriptSpec> = defineStepType(
  'ShellScript',
  false,
  (field) => {
    const environment = field.object({
      name: field.text(),
      type: field.oneOf(['String', 'Number', 'Secret']).optional(),
      value: field.anyText(),
    });
    const output = field.object({
      name: field.text(),
      type: field
        .oneOf(['String', 'Number'], {
          Secret: 'Outputs are recorded: write the secret elsewhere.',
        })
        .optional(),
      value: field.text(),
    });
    return field.object({
      shell: field.only('Bash', { PowerShell: 'Write the script for Bash.' }),
      source: field.object({
        type: field.only('Inline', { Harness: 'Write the script inline.' }),
        spec: field.object({ script: field.anyText() }),
      }),
      environmentVariables: field.list(environment).default([]),
      outputVariables: field.list(output).default([]),
      onDelegate: field.flag().optional(),
      executionTarget: field.unused(RUNS_HERE).optional(),
      includeInfraSelectors: field.flag().optional(),
      outputAlias: field.unused('Name the step in expressions instead.').optional(),
      ...commonFields(field),
    });
  },
);
