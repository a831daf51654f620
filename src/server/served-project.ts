// Which project a request is about, or that there is no such thing here.
import type { ControlRoom, ServedProject } from './control-room.ts';
import { ProblemError } from './problem-error.ts';

/** Throws `not-found` for a project that this server does not serve. */
export function servedProject(
  { projects }: Pick<ControlRoom, 'projects'>,
  id: string,
): ServedProject {
  const project = projects.find((each) => each.id === id);
  if (project !== undefined) return project;
  throw new ProblemError('not-found', `This server serves no project "${id}". Nothing was done.`);
}
