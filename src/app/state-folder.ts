// The state folder: journal, logs and script files of one project; deleting it uninstalls.
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Refusal } from './refusal.ts';

export interface StateFolder {
  readonly path: string;
  readonly journalFile: string;
  readonly scripts: string;
  readonly logs: string;
  /** Where `penstock twin up` notes the address of the running twin. */
  readonly twinFile: string;
  /** Where the server on this folder notes its address. */
  readonly serverFile: string;
}

/** Makes what is missing. */
export function openStateFolder(path: string): StateFolder {
  const state = stateFolderAt(path);
  mkdirSync(state.logs, { recursive: true, mode: 0o700 });
  return state;
}

/** Throws `Refusal` where nothing has run: looking at a folder must not make one. */
export function existingStateFolder(path: string): StateFolder {
  const state = stateFolderAt(path);
  if (existsSync(state.journalFile)) return state;
  throw new Refusal(
    'usage',
    `Nothing has run here: there is no journal in ${state.path}. Go to the folder where the run was started, or name it with --project or --state.`,
  );
}

/** Where everything would lie; nothing is made. */
export function stateFolderAt(path: string): StateFolder {
  const folder = resolve(path);
  const logs = join(folder, 'logs');
  return {
    path: folder,
    journalFile: join(folder, 'journal.sqlite'),
    scripts: join(folder, 'scripts'),
    logs,
    twinFile: join(folder, 'twin.json'),
    serverFile: join(folder, 'server.json'),
  };
}
