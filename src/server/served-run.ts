// Which project and run a request is about, or that there is no such thing here.
import type { ExecutionId, ExecutionRow } from '../execution/journal.ts';
import type { Plan } from '../plan/plan.ts';
import type { ControlRoom, ServedProject } from './control-room.ts';
import { ProblemError } from './problem-error.ts';

export interface ServedRun {
  readonly project: ServedProject;
  readonly row: ExecutionRow;
}

/** Throws `not-found` for a project that this server does not serve. */
export function servedProject(
  { projects }: Pick<ControlRoom, 'projects'>,
  id: string,
): ServedProject {
  const project = projects.find((each) => each.id === id);
  if (project === undefined) {
    throw new ProblemError('not-found', `This server serves no project "${id}". Nothing was done.`);
  }
  return project;
}

/** Throws `not-found` also for a run of another project. */
export async function servedRun(
  room: Pick<ControlRoom, 'projects' | 'engine'>,
  params: { readonly project: string; readonly run: string },
): Promise<ServedRun> {
  const project = servedProject(room, params.project);
  const row = /^[1-9]\d{0,15}$/.test(params.run)
    ? await room.engine.journal.row(params.run)
    : undefined;
  if (row !== undefined && (await projectOfRun(room, row.id)) === project) return { project, row };
  throw new ProblemError(
    'not-found',
    `The project "${project.name}" has no run ${params.run}. Nothing was done.`,
  );
}

/** One that names no folder is of an older Penstock, and belongs to the only project if there is one. */
export async function projectOfRun(
  { projects, engine }: Pick<ControlRoom, 'projects' | 'engine'>,
  id: ExecutionId,
): Promise<ServedProject | undefined> {
  const known = FOLDERS.get(engine.journal) ?? new Map<ExecutionId, string | null>();
  FOLDERS.set(engine.journal, known);
  let folder = known.get(id);
  if (folder === undefined) {
    const [started] = await engine.journal.read(id, 0);
    folder = (started?.type === 'ExecutionStarted' && started.folder) || null;
    known.set(id, folder);
  }
  if (folder === null) return projects.length === 1 ? projects[0] : undefined;
  return projects.find((each) => each.folder === folder);
}

/** A run stays in its folder: what was read once is not read again. */
const FOLDERS = new WeakMap<object, Map<ExecutionId, string | null>>();

export async function planOf(
  { engine }: Pick<ControlRoom, 'engine'>,
  { row }: ServedRun,
): Promise<Plan> {
  return engine.journal.plan(row.planHash);
}
