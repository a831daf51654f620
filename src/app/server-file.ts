// The note by which commands find the server on their state folder: it goes on with the runs that wait.
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { isGone } from './owner.ts';
import type { StateFolder } from './state-folder.ts';

const schema = z.object({ owner: z.string(), url: z.string() });

export function noteServer({ serverFile }: StateFolder, owner: string, url: string): void {
  const partial = `${serverFile}.${process.pid}`;
  writeFileSync(partial, JSON.stringify({ owner, url }), { mode: 0o600 });
  renameSync(partial, serverFile);
}

export function forgetServer({ serverFile }: StateFolder): void {
  rmSync(serverFile, { force: true });
}

/** In words; undefined when there is none but perhaps the one that asks. */
export function serverOn({ serverFile }: StateFolder, asking: string): string | undefined {
  try {
    const { owner, url } = schema.parse(JSON.parse(readFileSync(serverFile, 'utf8')));
    return owner === asking || isGone(owner) ? undefined : `the server at ${url}`;
  } catch {
    return undefined;
  }
}
