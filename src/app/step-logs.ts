// The logs of steps: one text file per step and attempt, below the execution's folder.
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { LogSink } from '../execution/log-sink.ts';

export interface StepLog {
  /** `<node path>.<attempt>`. */
  readonly name: string;
  readonly text: string;
}

/** A log that cannot be written is no reason to stop a deployment: the line is dropped and counted. */
export function createStepLogs(folder: string): LogSink & { readonly droppedLines: number } {
  let droppedLines = 0;
  return {
    get droppedLines() {
      return droppedLines;
    },
    folder: (execution) => join(folder, execution),
    write(execution, path, attempt, line) {
      const file = join(folder, execution, `${path}.${attempt}.log`);
      try {
        mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
        appendFileSync(file, `${line}\n`, { mode: 0o600 });
      } catch {
        droppedLines += 1;
      }
    },
  };
}

/** All logs of an execution whose step path contains the given text, in the order of their paths. */
export function readStepLogs(folder: string, execution: string, step = ''): readonly StepLog[] {
  const root = join(folder, execution);
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.log'))
    .map((path) => ({
      name: relative('.', path).split(sep).join('/').slice(0, -'.log'.length),
      text: readFileSync(join(root, path), 'utf8'),
    }))
    .filter((log) => log.name.includes(step))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
