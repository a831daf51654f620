// Starts one of our own programs as a child that is given one JSON line, says JSON lines, and ends when its stdin closes.
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Json } from '../lib/json.ts';

export interface ChildProgram {
  /** Calls for every line the child says, from the first one on. */
  onLine(listener: (line: Json) => void): void;
  /** Asks the child to end; kills it when it has not done so in time. Resolves when it is gone. */
  end(): Promise<void>;
  /** Resolves, with the last of what it wrote on stderr, when the child is gone. */
  readonly gone: Promise<string>;
}

const END_WITHIN_MS = 15_000;
const STDERR_KEPT = 4_000;

/** `file` is a program beside the caller; `environment` is all that it gets besides PATH. */
export function startChildProgram(file: string, settings: Json): ChildProgram {
  const child = spawn(process.execPath, [file], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], TMPDIR: process.env['TMPDIR'] },
    detached: true,
  });
  child.stdin.on('error', () => undefined);
  child.stdin.write(`${JSON.stringify(settings)}\n`);
  const listeners: ((line: Json) => void)[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    const said = JSON.parse(line) as Json;
    for (const listener of listeners) listener(said);
  });
  const gone = lastWords(child);
  return {
    onLine: (listener) => void listeners.push(listener),
    gone,
    async end() {
      child.stdin.end();
      const killing = setTimeout(() => child.kill('SIGKILL'), END_WITHIN_MS);
      await gone;
      clearTimeout(killing);
    },
  };
}

function lastWords(child: ChildProcess): Promise<string> {
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-STDERR_KEPT);
  });
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', () => resolve(said));
  });
}
