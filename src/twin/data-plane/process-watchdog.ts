// Sees to it that no process group outlives this process, even after `kill -9`.
import { spawn } from 'node:child_process';
import { extname, join } from 'node:path';

export interface ProcessWatchdog {
  /** From now on the group ends with this process. */
  guard(processGroup: number): void;
  /** The group has ended by itself. */
  release(processGroup: number): void;
  close(): Promise<void>;
}

/** One small process of its own session; it hears of our end because its stdin closes. */
export function startProcessWatchdog(): ProcessWatchdog {
  const program = join(
    import.meta.dirname,
    `process-watchdog-main${extname(import.meta.filename)}`,
  );
  const child = spawn(process.execPath, [program], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { PATH: process.env['PATH'] },
  });
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  child.stdin.on('error', () => undefined);
  return {
    guard: (processGroup) => void child.stdin.write(`+${processGroup}\n`),
    release: (processGroup) => void child.stdin.write(`-${processGroup}\n`),
    async close() {
      child.stdin.end();
      await gone;
    },
  };
}

/** A group that has ended already is not an error. */
export function killProcessGroup(processGroup: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-processGroup, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
