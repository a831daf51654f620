// The state folder: journal, logs and script files of one project; deleting it uninstalls.
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

export interface StateFolder {
  readonly path: string;
  readonly journalFile: string;
  readonly scripts: string;
  readonly logs: string;
  /** Where `penstock twin up` notes the address of the running twin. */
  readonly twinFile: string;
}

export function openStateFolder(path: string): StateFolder {
  const folder = resolve(path);
  const logs = join(folder, 'logs');
  mkdirSync(logs, { recursive: true, mode: 0o700 });
  return {
    path: folder,
    journalFile: join(folder, 'journal.sqlite'),
    scripts: join(folder, 'scripts'),
    logs,
    twinFile: join(folder, 'twin.json'),
  };
}
