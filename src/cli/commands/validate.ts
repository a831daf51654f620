// `penstock validate`: everything that can be said of a pipeline without a cloud.
import type { ProjectRequest } from '../../app/load-project.ts';
import { validateProject } from '../../app/prepare-run.ts';
import type { Json } from '../../lib/json.ts';
import { formatDiagnostic } from '../../pipeline/format-diagnostic.ts';
import { describePlan } from '../../plan/describe-plan.ts';
import { EXIT } from '../exit-code.ts';
import type { Output } from '../output.ts';

export function validate(request: ProjectRequest, output: Output): number {
  const { plan, diagnostics } = validateProject(request);
  const errors = diagnostics.filter((each) => each.severity === 'error').length;
  const warnings = diagnostics.length - errors;
  for (const diagnostic of diagnostics) output.say(formatDiagnostic(diagnostic));
  if (errors === 0) {
    if (plan !== undefined) output.say(describePlan(plan));
    output.say(
      `The pipeline is valid${warnings === 0 ? '' : `, with ${count(warnings, 'warning')}`}.`,
    );
  } else {
    output.say(`${count(errors, 'error')}, ${count(warnings, 'warning')}. Nothing can be started.`);
  }
  output.result({ valid: errors === 0, diagnostics: diagnostics as unknown as Json });
  return errors === 0 ? EXIT.Success : EXIT.invalid;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
