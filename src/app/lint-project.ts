// The lint rules over the pipelines of a project, as loud as penstock.yaml wants them.
import type { Diagnostic } from '../pipeline/diagnostic.ts';
import { lintPipeline } from '../pipeline/lint/lint-pipeline.ts';
import type { LintFacts } from '../pipeline/lint/lint-rule.ts';
import type { LoadedProject } from './load-project.ts';
import { readSettings } from './settings.ts';

/** Throws `Refusal` when the settings cannot be read at all. */
export function lintProject({ folder, project, pipeline }: LoadedProject): readonly Diagnostic[] {
  const { peopleOf, lint } = readSettings(folder);
  const positionOf: LintFacts['positionOf'] = (fqn) => project.positions?.get(fqn);
  return project.pipelines
    .filter(({ identifier }) => pipeline === undefined || identifier === pipeline)
    .flatMap((each) => lintPipeline(each, { peopleOf, positionOf }, lint));
}

/** On AWS nothing may be left to fill in. */
export function withoutPlaceholders(findings: readonly Diagnostic[]): readonly Diagnostic[] {
  return findings.map((each) =>
    each.code === 'placeholder' ? { ...each, severity: 'error' } : each,
  );
}
