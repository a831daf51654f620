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

/** A text in which every command that looks at a project, such as "penstock status 1", works from here. */
export function leadingThere(text: string, where: string): string {
  return text.replace(COMMAND, (quoted, command: string) =>
    command.endsWith(where) ? quoted : `"${command}${where}"`,
  );
}

const COMMAND =
  /"(penstock (?:plan|status|list|logs|resume|abort|approve|reject|choose|rollback|cleanup|resolve)\b[^"]*)"/g;

function folderOf(file: string | undefined): string {
  return file === undefined ? '.' : dirname(file);
}
