// Drives the one run in a process of its own, and reads what it left on disk and in the cloud.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutionEvent } from '../../src/execution/event.ts';
import { openSqliteJournal } from '../../src/store/sqlite/sqlite-journal.ts';
import { startCommand } from '../cli/penstock.ts';
import { type OneRunEnd, pauseFileOf } from './one-run.ts';

export interface Places {
  /** The journal's file, on the disk that will fail. */
  readonly file: string;
  /** What the cloud has done, on a disk that works. */
  readonly cloudFile: string;
}

export interface Driven {
  readonly code: number | null;
  readonly signal: string | null;
  readonly end: OneRunEnd | undefined;
  /** The types of all events that it was told are on disk. */
  readonly acknowledged: readonly string[];
}

export interface Driving {
  readonly pid: number;
  readonly ended: Promise<Driven>;
  hasPaused(): Promise<void>;
  /** Lets a paused run go on. */
  goOn(): void;
}

const program = join(import.meta.dirname, 'one-run.ts');

/** `before`: words of a command that runs the process under a restriction, such as `bash -c … --`. */
function startRun(places: Places, before: readonly string[] = []): Driving {
  const command = [...before, process.execPath, program, places.file, places.cloudFile];
  const running = startCommand(command, { folder: import.meta.dirname });
  const ended = running.finished.then(({ code, signal, stdout, stderr }): Driven => {
    const lines = stdout.split('\n').filter((line) => line.endsWith('}'));
    const said = lines.map((line) => JSON.parse(line) as OneRunEnd & { acknowledged?: string[] });
    if (stderr.includes('Error')) throw new Error(stderr);
    return {
      code,
      signal,
      end: said.find(({ status }) => status !== undefined),
      acknowledged: said.flatMap(({ acknowledged = [] }) => acknowledged),
    };
  });
  ended.catch(() => undefined);
  return {
    pid: running.pid,
    ended,
    hasPaused: () => running.hasSaid('"paused"'),
    goOn: () => rmSync(pauseFileOf(places.cloudFile)),
  };
}

/** Drives until half of it is done, and stays there. */
export async function startAndPause(places: Places): Promise<Driving> {
  writeFileSync(pauseFileOf(places.cloudFile), '');
  const driving = startRun(places);
  await driving.hasPaused();
  return driving;
}

export function driveRun(places: Places, before?: readonly string[]): Promise<Driven> {
  return startRun(places, before).ended;
}

/** The paths that were written, in order; one that was written twice stands there twice. */
export function cloudWrites({ cloudFile }: Places): string[] {
  return existsSync(cloudFile) ? readFileSync(cloudFile, 'utf8').trimEnd().split('\n') : [];
}

export async function journalled({ file }: Places): Promise<readonly ExecutionEvent[]> {
  const journal = openSqliteJournal({ file, wallNow: Date.now });
  try {
    return await journal.read('1', 0);
  } finally {
    await journal.close();
  }
}
