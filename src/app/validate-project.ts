// Everything that can be said of a pipeline's file alone, or of a whole project, without a cloud.
import type { Diagnostic, DiagnosticCode } from '../pipeline/diagnostic.ts';
import { createPlan } from '../plan/create-plan.ts';
import type { Plan } from '../plan/plan.ts';
import { checkProject } from './check-project.ts';
import { loadProject, type ProjectRequest } from './load-project.ts';
import { planRequest, secretsOf } from './prepare-run.ts';

export interface Validated {
  /** Undefined when something is wrong, or still missing. */
  readonly plan: Plan | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** What may come later: from the rest of the project, from the command line, from a newer version. */
const NOT_THERE_YET: ReadonlySet<DiagnosticCode> = new Set([
  'unknown-entity',
  'missing-file',
  'unbound-input',
]);

/**
 * A file that was asked for is judged alone: what is wrong with its neighbours is not said, and what
 * only `plan` and `run` need is a note. Without one the whole project is judged. Throws `Refusal` as
 * `loadProject` does.
 */
export function validateProject(request: ProjectRequest): Validated {
  const loaded = loadProject(request);
  const { file } = loaded;
  const isOurs = ({ position }: Diagnostic): boolean =>
    file === undefined || position === undefined || position.file === file;
  const read = loaded.diagnostics.filter(isOurs);
  if (read.some(isError)) return { plan: undefined, diagnostics: judged(read, file) };
  const facts = { rules: {}, secrets: secretsOf(loaded, 'twin').address };
  const made = createPlan(planRequest(loaded, facts));
  const found = [...made.diagnostics, ...(file === undefined ? checkProject(loaded) : [])];
  const all = [...read, ...loaded.quoted(found.filter(isOurs))];
  return { plan: made.plan, diagnostics: judged(all, file) };
}

function judged(
  diagnostics: readonly Diagnostic[],
  file: string | undefined,
): readonly Diagnostic[] {
  if (file === undefined) return diagnostics;
  return diagnostics.map((each) =>
    each.severity === 'error' && NOT_THERE_YET.has(each.code)
      ? { ...each, severity: 'note' }
      : each,
  );
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}
