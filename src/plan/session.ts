// One planning: the project, the facts, and what is gathered on the way.
import { canonicalJson } from '../lib/json.ts';
import type { Diagnostic, DiagnosticCode, Position } from '../pipeline/diagnostic.ts';
import type { Project, Scoped } from '../pipeline/pipeline.ts';
import type { PlanFacts, PlanNeed, PlanRequest } from './plan-request.ts';
import { openRecorder, type Recorder, type Resolved, SILENT } from './resolved-values.ts';

export const MAX_NODES = 5_000;

/** The need of a name whose trouble is told or asked for already: nothing more is said of it. */
export const SETTLED = 'settled';

export interface Session {
  readonly project: Project;
  readonly facts: PlanFacts;
  /** The organisation and project that the pipeline lies in. */
  readonly home: Scoped;
  /** The same complaint about the same place counts once. */
  report(code: DiagnosticCode, position: Position | undefined, message: string, hint: string): void;
  ask(need: PlanNeed): void;
  readonly recorder: Recorder;
  /** False when the plan has as many nodes as it may have; says so once. */
  takeNode(position: Position): boolean;
}

export interface Gathered {
  readonly diagnostics: readonly Diagnostic[];
  readonly needs: readonly PlanNeed[];
  readonly resolved: Resolved;
}

export function openSession(
  project: Project,
  facts: PlanFacts,
  bound: PlanRequest['bound'] = [],
): { readonly session: Session; readonly gathered: () => Gathered } {
  const diagnostics = new Map<string, Diagnostic>();
  const needs = new Map<string, PlanNeed>();
  const { recorder, resolved } = openRecorder(bound);
  let nodes = 0;
  const session: Session = {
    project,
    facts,
    home: { orgIdentifier: undefined, projectIdentifier: undefined },
    report: (code, position, message, hint) => {
      // What is wrong with a template is told at its first use.
      const { usedAt: _, ...at } = position ?? {};
      const diagnostic: Diagnostic = { code, severity: 'error', message, hint, position };
      diagnostics.set(canonicalJson([code, { ...at }, message]), diagnostic);
    },
    ask: (need) => {
      needs.set(need.ruleArn, need);
    },
    recorder,
    takeNode: (position) => {
      nodes += 1;
      if (nodes <= MAX_NODES) return true;
      if (nodes > MAX_NODES + 1) return false;
      const message = `With every matrix expanded this pipeline has more than ${MAX_NODES} nodes.`;
      session.report('plan-too-large', position, message, 'Split it, or shorten its matrices.');
      return false;
    },
  };
  const gathered = (): Gathered => ({
    diagnostics: [...diagnostics.values()],
    needs: [...needs.values()],
    resolved: resolved(),
  });
  return { session, gathered };
}

/** Where a path is written; several pipelines may use the same path, so the file must agree. */
export function positionAt(
  { project }: Session,
  path: string,
  around: Position | undefined,
): Position | undefined {
  const found = project.positions?.get(path);
  return found !== undefined && (around === undefined || ownerOf(around) === ownerOf(found))
    ? found
    : around;
}

/** The file whose pipeline it is, wherever a template has brought it from. */
function ownerOf({ file, usedAt }: Position): string {
  return usedAt === undefined ? file : ownerOf(usedAt);
}

/** The same session, listening only: for values that are merely shown. */
export function muted(session: Session): Session {
  return { ...session, report: () => {}, ask: () => {}, recorder: SILENT };
}
