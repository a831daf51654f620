// Where a script stands, judged from its folder and from which of its processes live.
import { isAlive } from './process-identity.ts';
import {
  readBash,
  readEnd,
  readSupervisor,
  type ScriptEnd,
  type ScriptFolder,
} from './script-folder.ts';

export type ScriptState =
  | { readonly status: 'not-started' | 'running' | 'lost' }
  | { readonly status: 'ended'; readonly end: ScriptEnd };

export function scriptState(folder: ScriptFolder): ScriptState {
  const supervisor = readSupervisor(folder);
  if (supervisor === undefined) return { status: 'not-started' };
  const isSupervised = isAlive(supervisor);
  // Read after the look at the process: one that ended in between has written its end by now.
  const end = readEnd(folder);
  if (end !== undefined) return { status: 'ended', end };
  if (isSupervised) return { status: 'running' };
  // A script that lost its supervisor still changes the world: it is lost only when it is over.
  const bash = readBash(folder);
  return { status: bash !== undefined && isAlive(bash) ? 'running' : 'lost' };
}
