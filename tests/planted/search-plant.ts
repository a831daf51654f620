// Starts the child process in which a bug is planted, and answers what it found.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Plant } from './plant.ts';

export interface Searched {
  readonly seed: number;
  /** So many runs were played until then. */
  readonly runs: number;
  /** What did not hold; absent when nothing was found. */
  readonly what?: string;
}

/** Looks at so many seeds from the first one on. */
export async function searchPlant(
  plant: Plant,
  firstSeed: number,
  seeds: number,
): Promise<Searched> {
  const hook = join(import.meta.dirname, 'plant-hook.ts');
  const program = join(import.meta.dirname, 'find-plant.ts');
  const args = ['--import', hook, program, plant.found.by, String(firstSeed), String(seeds)];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, PENSTOCK_PLANT: plant.name, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (data: Buffer) => {
    out += data.toString();
  });
  child.stderr.on('data', (data: Buffer) => {
    err += data.toString();
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const last = out.trim().split('\n').at(-1) ?? '';
  if (code === 0 && last.startsWith('{')) return JSON.parse(last) as Searched;
  throw new Error(`the search for "${plant.name}" ended with ${code}: ${err.slice(-2_000)}`);
}
