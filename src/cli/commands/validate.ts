// `penstock validate`: everything that can be said of a pipeline without a cloud.
import { config } from 'zod';
import { type ValidationRequest, validateProject } from '../../app/validate-project.ts';
import type { Json } from '../../lib/json.ts';
import type { Diagnostic, Severity } from '../../pipeline/diagnostic.ts';
import { formatDiagnostic } from '../../pipeline/format-diagnostic.ts';
import { describePlan } from '../../plan/describe-plan.ts';
import { EXIT } from '../exit-code.ts';
import type { Output } from '../output.ts';

export interface ValidateCommand extends ValidationRequest {
  /** Warnings count as errors. */
  readonly strict: boolean;
}

export async function validate(request: ValidateCommand, output: Output): Promise<number> {
  // A process that asks each schema once or twice gains nothing from compiling it.
  config({ jitless: true });
  const { plan, diagnostics: found } = await validateProject(request);
  const diagnostics = request.strict ? found.map(strictly) : found;
  const count = (severity: Severity): number =>
    diagnostics.filter((each) => each.severity === severity).length;
  const errors = count('error');
  for (const diagnostic of diagnostics) output.say(formatDiagnostic(diagnostic));
  if (plan !== undefined && errors === 0) output.say(describePlan(plan));
  output.say(verdict(errors, count('warning'), count('note')));
  output.result({ valid: errors === 0, diagnostics: diagnostics as unknown as Json });
  return errors === 0 ? EXIT.Success : EXIT.invalid;
}

function strictly(diagnostic: Diagnostic): Diagnostic {
  return diagnostic.severity === 'warning' ? { ...diagnostic, severity: 'error' } : diagnostic;
}

function verdict(errors: number, warnings: number, notes: number): string {
  const said = [
    ...(errors > 0 ? [counted(errors, 'error')] : []),
    ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
    ...(notes > 0 ? [counted(notes, 'note')] : []),
  ].join(', ');
  if (errors > 0) return `${said}. Nothing can be started.`;
  const needed = notes > 0 ? ' "penstock plan" and "penstock run" need what the notes name.' : '';
  return `The pipeline is valid${said === '' ? '' : `, with ${said}`}.${needed}`;
}

function counted(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
