// Everything that can be said of a pipeline's file alone, or of a whole project, without a cloud.
import type { Diagnostic, DiagnosticCode } from '../pipeline/diagnostic.ts';
import type { SourceFile } from '../pipeline/pipeline.ts';
import { createPlan } from '../plan/create-plan.ts';
import type { Plan } from '../plan/plan.ts';
import { checkProject } from './check-project.ts';
import { lintPlan, lintProject } from './lint-project.ts';
import { type LoadedProject, loadProject, type ProjectRequest } from './load-project.ts';
import { checkMail } from './outside/check-mail.ts';
import { planRequestOf } from './plan-request-of.ts';
import { secretsOf } from './secrets-of.ts';

export interface ValidationRequest extends ProjectRequest {
  /** A JSON Schema that is not ours, such as Harness's own, which is asked as well. */
  readonly schemaFile?: string | undefined;
}

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
  'missing-settings',
  'foreign-step',
]);

/**
 * A file that was asked for is judged alone: what is wrong with its neighbours is not said, and what
 * only `plan` and `run` need is a note. Without one the whole project is judged. Throws `Refusal` as
 * `loadProject` does.
 */
export async function validateProject(request: ValidationRequest): Promise<Validated> {
  const isJudgedAlone = request.pipelineFile !== undefined && request.folder === undefined;
  const loaded = loadProject({ ...request, isJudgedAlone });
  const ours = judgeProject(loaded);
  if (request.schemaFile === undefined) return ours;
  const { checkSchema } = await import('./schema-check/check-schema.ts');
  const foreign: Diagnostic[] = [];
  for (const { path, text } of pipelineFiles(loaded)) {
    foreign.push(...(await checkSchema(path, text, request.schemaFile)));
  }
  return { ...ours, diagnostics: [...ours.diagnostics, ...loaded.quoted(foreign)] };
}

function pipelineFiles({ file, project, files }: LoadedProject): readonly SourceFile[] {
  const wanted = project.pipelines.map(({ position }) => position.file);
  return files.filter(({ path }) => (file === undefined ? wanted.includes(path) : path === file));
}

function judgeProject(loaded: LoadedProject): Validated {
  const { file } = loaded;
  const isOurs = (diagnostic: Diagnostic): boolean =>
    file === undefined || !loaded.isAnothers(diagnostic);
  const read = loaded.diagnostics.filter(isOurs);
  if (read.some(isError)) return { plan: undefined, diagnostics: judged(read, file) };
  const facts = { rules: {}, secrets: secretsOf(loaded, 'twin').address };
  const made = createPlan(planRequestOf(loaded, facts));
  const linted = lintProject(loaded);
  const beside = [
    ...linted,
    ...(made.plan === undefined ? [] : lintPlan(loaded, made.plan, linted)),
    ...checkMail(loaded),
    ...(file === undefined ? checkProject(loaded) : []),
  ];
  const found = [...made.diagnostics, ...beside];
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
