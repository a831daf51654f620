// The lint rules over the pipelines of a project, as loud as penstock.yaml wants them.
import type { Diagnostic } from '../pipeline/diagnostic.ts';
import { lintPipeline, lintValues } from '../pipeline/lint/lint-pipeline.ts';
import type { LintFacts } from '../pipeline/lint/lint-rule.ts';
import type { Plan } from '../plan/plan.ts';
import { resolvedPipeline } from '../plan/resolved-pipeline.ts';
import type { LoadedProject } from './load-project.ts';
import { readSettings } from './settings.ts';

/** Throws `Refusal` when the settings cannot be read at all. */
export function lintProject({ folder, project, pipeline }: LoadedProject): readonly Diagnostic[] {
  const { facts, lint } = factsOf({ folder, project });
  return project.pipelines
    .filter(({ identifier }) => pipeline === undefined || identifier === pipeline)
    .flatMap((each) => lintPipeline(each, facts, lint));
}

/** What only the values show, each place once: not what the texts have shown already. */
export function lintPlan(
  { folder, project }: LoadedProject,
  plan: Plan,
  found: readonly Diagnostic[],
): readonly Diagnostic[] {
  const { facts, lint } = factsOf({ folder, project });
  const told = new Set(found.map(keyOf));
  return project.pipelines
    .filter(({ identifier }) => identifier === plan.pipeline.identifier)
    .flatMap((each) => lintValues(resolvedPipeline(each, plan), facts, lint))
    .filter((each) => {
      const isNew = !told.has(keyOf(each));
      told.add(keyOf(each));
      return isNew;
    });
}

/** On AWS nothing may be left to fill in. */
export function withoutPlaceholders(findings: readonly Diagnostic[]): readonly Diagnostic[] {
  return findings.map((each) =>
    each.code === 'placeholder' ? { ...each, severity: 'error' } : each,
  );
}

function factsOf({ folder, project }: Pick<LoadedProject, 'folder' | 'project'>): {
  readonly facts: LintFacts;
  readonly lint: ReturnType<typeof readSettings>['lint'];
} {
  const { peopleOf, lint } = readSettings(folder);
  return { facts: { peopleOf, positionOf: (fqn) => project.positions?.get(fqn) }, lint };
}

function keyOf({ code, position }: Diagnostic): string {
  return `${code} ${position?.file}:${position?.line}:${position?.column}`;
}
