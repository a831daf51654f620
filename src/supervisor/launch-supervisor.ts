// Starts a supervisor for a prepared script folder, so that it lives on when this process dies.
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { StepFailure } from '../execution/step.ts';
import type { ScriptFolder } from './script-folder.ts';

export interface Launched {
  /** Throws what is known when the supervisor ended. The caller asks only while nothing was started. */
  refuseIfEnded(): void;
}

/**
 * The script's environment goes through a pipe: on disk it could be read, and in the supervisor's
 * own environment it could change the supervisor.
 */
export function launchSupervisor(
  folder: ScriptFolder,
  environment: Readonly<Record<string, string>>,
  graceMs: number,
): Launched {
  const program = join(import.meta.dirname, `supervise${extname(import.meta.filename)}`);
  const trouble = openSync(folder.trouble, 'a', 0o600);
  const child = spawn(process.execPath, [program, folder.path, `${graceMs}`], {
    cwd: folder.path,
    detached: true,
    env: {},
    stdio: ['pipe', 'ignore', trouble],
  });
  closeSync(trouble);
  let failure: Error | undefined;
  child.once('error', (error) => {
    failure = error;
  });
  // A pipe that broke means that the supervisor ended, which `refuseIfEnded` tells.
  child.stdin?.on('error', () => {});
  child.stdin?.end(JSON.stringify(environment));
  child.unref();
  return {
    refuseIfEnded: () => {
      if (failure === undefined && !hasEnded(child)) return;
      throw new StepFailure({
        type: 'Unknown',
        message:
          'the script was not started, because its supervisor could not run: ' +
          `${failure?.message ?? (readFileSync(folder.trouble, 'utf8').trim() || 'it gave no reason')}. ` +
          `Its files are in ${folder.path}.`,
      });
    },
  };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
