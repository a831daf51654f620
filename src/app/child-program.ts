// Starts one of our own programs as a child that is given one JSON line, says JSON lines, and ends when its stdin closes.
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Json } from '../lib/json.ts';

export interface ChildProgram {
  /** The first line; rejects, with the child's last words, when it dies before or says none in time. */
  readonly ready: Promise<Json>;
  /** Asks the child to end; kills it when it has not done so in time. Resolves when it is gone. */
  end(): Promise<void>;
}

export interface ChildProgramOptions {
  readonly file: string;
  readonly settings: Json;
  readonly readyWithinMs: number;
  /** Gets every line, the first one too. */
  readonly onLine?: (line: Json) => void;
}

/** Nothing of the clouds; the cache spares each start the stripping of types. */
const INHERITED = ['PATH', 'HOME', 'TMPDIR', 'NODE_COMPILE_CACHE'];
const END_WITHIN_MS = 15_000;
const STDERR_KEPT = 4_000;

/** The child stands in a group of its own: Ctrl+C reaches it only through us. */
export function startChildProgram(options: ChildProgramOptions): ChildProgram {
  const child = spawn(process.execPath, [options.file], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: Object.fromEntries(INHERITED.map((name) => [name, process.env[name]])),
    detached: true,
  });
  child.stdin.on('error', () => undefined);
  child.stdin.write(`${JSON.stringify(options.settings)}\n`);
  const gone = lastWords(child);
  const ready = new Promise<Json>((resolve, reject) => {
    const fail = (reason: string): void => reject(new Error(`${options.file} ${reason}`));
    const late = setTimeout(() => fail('does not say that it is ready'), options.readyWithinMs);
    createInterface({ input: child.stdout }).on('line', (text) => {
      clearTimeout(late);
      const line = JSON.parse(text) as Json;
      options.onLine?.(line);
      resolve(line);
    });
    void gone.then((words) => {
      clearTimeout(late);
      fail(`has ended before it was ready: ${words.trim()}`);
    });
  });
  ready.catch(() => undefined);
  return {
    ready,
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
