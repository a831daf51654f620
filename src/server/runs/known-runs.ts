// What never changes of a run: its project, its world, who started it; read once from its first event.
import { realpathSync } from 'node:fs';
import type { World } from '../../execution/event.ts';
import type { Journal } from '../../execution/journal.ts';
import type { ServedProject } from '../control-room.ts';
import { ProblemError } from '../problem-error.ts';

export interface KnownRun {
  readonly run: string;
  /** Undefined when this server does not serve the folder that the run belongs to. */
  readonly project: ServedProject | undefined;
  readonly world: World;
  readonly startedBy: string;
  readonly startedAt: number;
  readonly pipeline: string;
}

export interface KnownRuns {
  of(run: string): Promise<KnownRun | undefined>;
  /** The run as one of this project; a problem says that there is none. */
  in(project: string, run: string): Promise<KnownRun>;
}

export function createKnownRuns(
  journal: Pick<Journal, 'row' | 'read'>,
  projects: readonly ServedProject[],
): KnownRuns {
  const known = new Map<string, KnownRun>();
  const of = async (run: string): Promise<KnownRun | undefined> => {
    const found = known.get(run);
    if (found !== undefined) return found;
    if ((await journal.row(run)) === undefined) return undefined;
    const [started] = await journal.read(run, 0, 1);
    if (started?.type !== 'ExecutionStarted') return undefined;
    const { world, startedBy, folder, at: startedAt, pipeline } = started;
    const project = projectOfFolder(folder, projects);
    const made = { run, project, world, startedBy, startedAt, pipeline };
    known.set(run, made);
    return made;
  };
  return {
    of,
    async in(project, run) {
      const found = await of(run);
      if (found !== undefined && found.project?.id === project) return found;
      throw new ProblemError('not-found', `There is no run ${run} in the project ${project}.`);
    },
  };
}

/** Runs of before folders were named belong to the only project there is. */
export function projectOfFolder(
  folder: string | undefined,
  projects: readonly ServedProject[],
): ServedProject | undefined {
  if (folder === undefined) return projects.length === 1 ? projects[0] : undefined;
  return projects.find((each) => each.folder === folder || each.folder === realOf(folder));
}

function realOf(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}
