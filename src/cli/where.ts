// Where a project lies as seen from the folder a command runs in, and how the next command finds it again.
import { dirname, join } from 'node:path';

export interface PlaceOptions {
  readonly project?: string;
  readonly state?: string;
}

/** The state lies in the project; without `--project` that is the folder of the file, or this one. */
export function stateOf({ project, state }: PlaceOptions, file?: string): string {
  return state ?? join(project ?? folderOf(file), '.penstock');
}

/** The options that lead other commands from here to the same project and state; often none. */
export function whereOf({ project, state }: PlaceOptions, file?: string): string {
  const folder = project ?? folderOf(file);
  const inProject = folder === '.' ? '' : ` --project ${folder}`;
  return state === undefined ? inProject : `${inProject} --state ${state}`;
}

function folderOf(file: string | undefined): string {
  return file === undefined ? '.' : dirname(file);
}
