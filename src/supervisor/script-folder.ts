// The folder of one script run: everything that is known of it, in files that outlive every process.
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createFile, hasCode, replaceFile } from './durable-file.ts';
import type { ProcessIdentity } from './process-identity.ts';

export interface ScriptFolder {
  readonly path: string;
  readonly room: string;
  readonly script: string;
  readonly outputs: string;
  readonly log: string;
  /** What the supervisor has to complain about. */
  readonly trouble: string;
}

/** How it ended: the exit code as a shell would give it, and when on the wall clock. */
export interface ScriptEnd {
  readonly exitCode: number;
  readonly endedAt: number;
}

/** Keys may hold anything; the name shows the start of the key and tells all keys apart. */
export function scriptFolder(root: string, key: string): ScriptFolder {
  const shown = key.replaceAll(/[^A-Za-z0-9_-]+/g, '-').slice(0, 60);
  const hash = createHash('sha256').update(key).digest('hex').slice(0, 24);
  return folderAt(join(root, `${shown}.${hash}`));
}

export function folderAt(path: string): ScriptFolder {
  return {
    path,
    room: join(path, 'room'),
    script: join(path, 'script.sh'),
    outputs: join(path, 'outputs'),
    log: join(path, 'log'),
    trouble: join(path, 'trouble'),
  };
}

/** May be repeated and raced: the files of the first caller stay. */
export function prepare(folder: ScriptFolder, text: string): void {
  mkdirSync(folder.room, { recursive: true, mode: 0o700 });
  createFile(folder.script, text);
  for (const file of [folder.outputs, folder.log, folder.trouble]) {
    closeSync(openSync(file, 'a', 0o600));
  }
}

/** The right to run the script, given once for ever: the supervisor that gets it runs the script. */
export function takeStart(folder: ScriptFolder, supervisor: ProcessIdentity): boolean {
  return createFile(startFile(folder), JSON.stringify(supervisor));
}

/** Takes the right to run away, so that a supervisor that comes late runs nothing. */
export function forbidStart(folder: ScriptFolder): boolean {
  mkdirSync(folder.path, { recursive: true, mode: 0o700 });
  return takeStart(folder, { pid: 0, startedAs: '' });
}

export function readSupervisor(folder: ScriptFolder): ProcessIdentity | undefined {
  return readJson<ProcessIdentity>(startFile(folder));
}

export function writeBash(folder: ScriptFolder, bash: ProcessIdentity): void {
  replaceFile(bashFile(folder), JSON.stringify(bash));
}

/** The script's own process, which leads its process group. */
export function readBash(folder: ScriptFolder): ProcessIdentity | undefined {
  return readJson<ProcessIdentity>(bashFile(folder));
}

export function writeEnd(folder: ScriptFolder, end: ScriptEnd): void {
  replaceFile(exitFile(folder), JSON.stringify(end));
}

export function readEnd(folder: ScriptFolder): ScriptEnd | undefined {
  return readJson<ScriptEnd>(exitFile(folder));
}

const startFile = (folder: ScriptFolder): string => join(folder.path, 'supervisor');
const bashFile = (folder: ScriptFolder): string => join(folder.path, 'bash');
const exitFile = (folder: ScriptFolder): string => join(folder.path, 'exit');

function readJson<Value>(path: string): Value | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}
