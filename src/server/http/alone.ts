// Work that one process at a time does for all of this machine: the others wait until it is done, or its process is gone.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, sleep } from '../../lib/clock.ts';

const POLL_MS = 100;

export interface Alone {
  /** There while somebody works; it holds the process's id. */
  readonly folder: string;
  readonly clock: Clock;
  /** Longer than the work ever takes: who holds it longer is gone, whatever its id says. */
  readonly withinMs: number;
}

export async function alone(
  { folder, clock, withinMs }: Alone,
  work: () => Promise<void>,
): Promise<void> {
  const until = clock.now() + withinMs;
  while (!take(folder)) {
    if (isLeft(folder) || clock.now() > until) rmSync(folder, { recursive: true, force: true });
    else await sleep(clock, POLL_MS);
  }
  try {
    await work();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function take(folder: string): boolean {
  try {
    mkdirSync(folder);
    writeFileSync(join(folder, 'pid'), String(process.pid));
    return true;
  } catch {
    return false;
  }
}

function isLeft(folder: string): boolean {
  try {
    process.kill(Number(readFileSync(join(folder, 'pid'), 'utf8')), 0);
    return false;
  } catch (error) {
    // Whoever has made the folder and not yet written its id is there.
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
