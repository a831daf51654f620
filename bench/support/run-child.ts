// Runs a program of the benchmarks in a fresh process, where nothing is warm and memory is its own.
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

/** Answers what it wrote; it may end by its own SIGKILL, as crashed processes do. */
export async function runChild(file: string, args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<string>((resolve) => {
    child.once('close', (code, signal) => resolve(signal ?? String(code)));
  });
  const said = await text(child.stdout);
  const how = await ended;
  if (how !== 'SIGKILL') throw new Error(`${file} ended with ${how} before it was killed: ${said}`);
  return said;
}
