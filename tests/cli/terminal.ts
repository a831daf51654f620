// Penstock in a terminal of its own, for tests that read what it asks and type what a person would.
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../eventually.ts';
import { root } from './penstock.ts';

export interface TerminalSession extends AsyncDisposable {
  readonly finished: Promise<number | null>;
  /** All that stood on the screen so far. */
  screen(): string;
  /** Resolves when the text was said after the last line that was typed. */
  says(text: string): Promise<void>;
  /** With the key at the end: `\r` for Enter, `\u0003` for Ctrl-C. */
  type(text: string): void;
}

export const ENTER = '\r';
export const CTRL_C = '\u0003';

const main = join(root, 'src/cli/main.ts');
const WITHIN_MS = 60_000;

/** `script` of util-linux gives the process a terminal, as wide as one without a window. */
export function inTerminal(args: readonly string[], folder: string): TerminalSession {
  const words = [process.execPath, main, ...args].map(
    (word) => `'${word.replaceAll("'", "'\\''")}'`,
  );
  const child = spawn('script', ['-qfec', `stty cols 100; ${words.join(' ')}`, '/dev/null'], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'ignore'],
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      TMPDIR: tmpdir(),
      TERM: 'xterm',
      NO_COLOR: '1',
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
    },
  });
  let screen = '';
  let readTo = 0;
  child.stdout.on('data', (chunk: Buffer) => (screen += chunk.toString()));
  const finished = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code));
  });
  return {
    finished,
    screen: () => screen,
    async says(text) {
      const isSaid = (): boolean => screen.slice(readTo).includes(text);
      const hasEnded = (): boolean => child.exitCode !== null;
      await eventually(`"${text}"`, () => isSaid() || hasEnded(), WITHIN_MS).catch(() => undefined);
      if (!isSaid()) throw new Error(`never said "${text}"; it said:\n${screen}`);
    },
    type(text) {
      readTo = screen.length;
      child.stdin.write(text);
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null) child.kill('SIGTERM');
      await finished.catch(() => undefined);
    },
  };
}
