// Penstock's command line as a real process of a test: clean environment, bounded time, ended in any case.
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../eventually.ts';

export interface CommandOptions {
  readonly folder: string;
  /** Beside PATH, HOME and TMPDIR, which it has always. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly withinMs?: number;
}

export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningCommand extends AsyncDisposable {
  readonly pid: number;
  readonly finished: Promise<Finished>;
  stdout(): string;
  stderr(): string;
  /** Resolves when the text was said on either stream; fails with all that was said instead. */
  hasSaid(text: string | RegExp, withinMs?: number): Promise<void>;
  interrupt(): void;
  /** Sends it a signal; a process that has ended gets none. */
  signal(name: NodeJS.Signals): void;
}

export const root: string = join(import.meta.dirname, '../..');
const main = join(root, 'src/cli/main.ts');
const WITHIN_MS = 60_000;
const GRACE_MS = 20_000;

/** Runs `penstock …` to its end. */
export function penstock(args: readonly string[], options: CommandOptions): Promise<Finished> {
  return startPenstock(args, options).finished;
}

export function startPenstock(args: readonly string[], options: CommandOptions): RunningCommand {
  return startCommand([process.execPath, main, ...args], options);
}

export function startCommand(command: readonly string[], options: CommandOptions): RunningCommand {
  const [program = '', ...args] = command;
  const child = spawn(program, args, {
    cwd: options.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HOME: options.folder,
      TMPDIR: tmpdir(),
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      ...options.environment,
    },
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
  const withinMs = options.withinMs ?? WITHIN_MS;
  const finished = new Promise<Finished>((resolve, reject) => {
    const late = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`still running after ${withinMs} ms:\n${said.stdout}${said.stderr}`));
    }, withinMs);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(late);
      resolve({ code, signal, ...said });
    });
  });
  finished.catch(() => undefined);
  const everything = (): string => said.stdout + said.stderr;
  return {
    pid: child.pid ?? -1,
    finished,
    stdout: () => said.stdout,
    stderr: () => said.stderr,
    async hasSaid(text, sayWithinMs = WITHIN_MS) {
      const isSaid = (): boolean =>
        typeof text === 'string' ? everything().includes(text) : text.test(everything());
      const ended = (): boolean => child.exitCode !== null || child.signalCode !== null;
      await eventually(`"${text}"`, () => isSaid() || ended(), sayWithinMs).catch(() => undefined);
      if (!isSaid()) throw new Error(`never said ${text}; it said:\n${everything()}`);
    },
    interrupt: () => void child.kill('SIGINT'),
    signal: (name) => void child.kill(name),
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        const killing = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
        await finished.catch(() => undefined);
        clearTimeout(killing);
      }
    },
  };
}

/** The one JSON value that a command with `--json` wrote; nothing else may stand on its stdout. */
export function jsonOf<Value>(finished: Finished): Value {
  const lines = finished.stdout.trimEnd().split('\n');
  if (lines.length !== 1) throw new Error(`not one line:\n${finished.stdout}${finished.stderr}`);
  return JSON.parse(lines[0] ?? '') as Value;
}
