// ShellScript: runs a script with its own environment and keeps some of its variables.
import { commonFields, defineStepType, type StepType } from './define-step-type.ts';
import { type ScriptSource, scriptSource } from './script-source.ts';
import { environmentVariables, type NamedValue, outputVariables } from './variables.ts';
import { NO_POWERSHELL } from './words.ts';

export interface ShellScriptSpec {
  readonly shell: 'Bash';
  readonly source: ScriptSource;
  readonly environmentVariables: readonly NamedValue[];
  /** `value` is the shell variable's name; `name` is how expressions call it. */
  readonly outputVariables: readonly NamedValue[];
}

const RUNS_HERE =
  'Scripts run where Penstock runs, not on other hosts: write executionTarget: {}, and let the script go there with ssh.';

export const shellScript: StepType<ShellScriptSpec> = defineStepType(
  'ShellScript',
  false,
  (field) =>
    field.object({
      shell: field.only('Bash', { PowerShell: NO_POWERSHELL }),
      source: scriptSource(field),
      environmentVariables: environmentVariables(field),
      outputVariables: outputVariables(field, field.text, 'sealed').default([]),
      onDelegate: field.flag().optional(),
      executionTarget: field.unused(RUNS_HERE).optional(),
      includeInfraSelectors: field.flag().optional(),
      outputAlias: field.unused('Name the step in expressions instead.').optional(),
      ...commonFields(field),
    }),
);
