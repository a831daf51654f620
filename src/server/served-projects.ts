// The projects that a server is told to serve: folders with a name each, by which addresses know them.
import { realpathSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { Refusal } from '../app/refusal.ts';
import type { ServedProject } from './control-room.ts';

const PROJECTS_MAX = 200;

/** Each as `[NAME=]DIR`. Throws `Refusal` for a folder that is none, and for a name that two have. */
export function servedProjects(given: readonly string[]): readonly ServedProject[] {
  if (given.length > PROJECTS_MAX) {
    throw new Refusal(
      'usage',
      `A server serves ${PROJECTS_MAX} projects at most. Nothing was started.`,
    );
  }
  const projects = given.map(projectOf);
  for (const [index, { id, folder }] of projects.entries()) {
    const other = projects.slice(0, index).find((each) => each.id === id || each.folder === folder);
    if (other === undefined) continue;
    throw new Refusal(
      'usage',
      other.folder === folder
        ? `${folder} is given twice. Nothing was started.`
        : `Both ${other.folder} and ${folder} would be called "${id}" in addresses. Give one another name: --project NAME=${folder}. Nothing was started.`,
    );
  }
  return projects;
}

function projectOf(given: string): ServedProject {
  const [, name, path = given] = /^([^=/\\]+)=(.*)$/s.exec(given) ?? [];
  const folder = folderAt(path);
  const shown = name?.trim() ?? basename(folder);
  const id = shown
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  if (id !== '') return { id, name: shown, folder };
  throw new Refusal(
    'usage',
    `"${shown}" has no letter that can stand in an address. Give it a name: --project NAME=${path}. Nothing was started.`,
  );
}

function folderAt(path: string): string {
  try {
    if (statSync(path).isDirectory()) return realpathSync(path);
  } catch {
    // Told as one that is not there.
  }
  throw new Refusal(
    'usage',
    `There is no folder ${path}. Give the folder with a project's files. Nothing was started.`,
  );
}
