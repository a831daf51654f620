// What the files of a script still tell when nobody wrote down how it ended.
import { statSync } from 'node:fs';
import { readBash, readSupervisor, type ScriptFolder } from './script-folder.ts';

/** Half a sentence for people. */
export function lastSeen(folder: ScriptFolder): string {
  const supervisor = readSupervisor(folder)?.pid;
  const bash = readBash(folder)?.pid;
  if (supervisor === 0) return 'it was stopped before its first line';
  if (bash === undefined) {
    return `its supervisor, process ${supervisor}, is gone and had not said that it started it`;
  }
  const { size, mtime } = statSync(folder.log);
  const log =
    size === 0 ? 'it had written nothing' : `its log was last written at ${mtime.toISOString()}`;
  return `it ran as process ${bash} and is gone, and so is its supervisor, process ${supervisor}, which would have written down its exit code; ${log}`;
}
