// Stops a script for good: what it started is killed, and what has not started never will.
import { isAlive, type ProcessIdentity } from './process-identity.ts';
import { forbidStart, readBash, readSupervisor, type ScriptFolder } from './script-folder.ts';
import { scriptState } from './script-state.ts';

/** The supervisor gives the script its grace and then kills it; nothing ends only when the machine is in trouble. */
const LIMIT_MS = 15_000;
const LOOK_MS = 20;

/** Resolves when none of the script's processes is left. May be repeated. */
export async function stopScript(folder: ScriptFolder): Promise<void> {
  if (forbidStart(folder)) return;
  if (scriptState(folder).status !== 'running') return;
  const supervisor = readSupervisor(folder);
  if (supervisor !== undefined && isAlive(supervisor)) signal(supervisor.pid, 'SIGTERM');
  else killGroup(readBash(folder));
  const until = performance.now() + LIMIT_MS;
  while (scriptState(folder).status === 'running') {
    if (performance.now() > until) return killGroup(readBash(folder));
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** Without a supervisor nobody writes down how it ends, so there is nothing to wait for. */
function killGroup(bash: ProcessIdentity | undefined): void {
  if (bash !== undefined && isAlive(bash)) signal(-bash.pid, 'SIGKILL');
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended between the look and the signal.
  }
}
