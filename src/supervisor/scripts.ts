// The port `Scripts` over real processes: each key runs at most once, and outlives the engine that started it.
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  Cancelled,
  type ScriptRequest,
  type ScriptResult,
  type Scripts,
} from '../execution/step.ts';
import { lastSeen } from './last-seen.ts';
import { type Launched, launchSupervisor } from './launch-supervisor.ts';
import { type LogTail, tailLog } from './log-tail.ts';
import { type Environment, scriptEnvironment } from './script-environment.ts';
import { folderAt, prepare, type ScriptFolder, scriptFolder } from './script-folder.ts';
import { scriptState } from './script-state.ts';
import { readOutputs, scriptText } from './script-text.ts';
import { stopScript } from './stop-script.ts';

export interface ScriptsOptions {
  /** Every key gets a folder in this one. */
  readonly folder: string;
  /** The engine's own environment, of which a script gets very little. */
  readonly environment: Environment;
  /** How long a script that has to stop may take before it is killed. */
  readonly graceMs?: number;
}

const GRACE_MS = 1_500;

/** Lines already shown by an earlier process are not shown again. */
export function createScripts(options: ScriptsOptions): Scripts {
  const root = resolve(options.folder);
  return {
    run: async (key, request, log, signal) => {
      const folder = scriptFolder(root, key);
      if (signal.aborted) return stopOrLetGo(folder, signal);
      const launched = startUnlessStarted(folder, request, options);
      return follow(folder, request, log, signal, launched);
    },
    forget: (key) => removeEnded(scriptFolder(root, key)),
    forgetAll: (execution) => {
      if (!existsSync(root)) return;
      const own = readdirSync(root).filter((name) => name.startsWith(`${execution}-`));
      for (const name of own) removeEnded(folderAt(join(root, name)));
    },
  };
}

/** What is lost stays for whoever looks into it: nobody knows how it ended. */
function removeEnded(folder: ScriptFolder): void {
  if (scriptState(folder).status === 'ended') {
    rmSync(folder.path, { recursive: true, force: true });
  }
}

const LOOK_MS = 20;

function startUnlessStarted(
  folder: ScriptFolder,
  request: ScriptRequest,
  { environment, graceMs = GRACE_MS }: ScriptsOptions,
): Launched | undefined {
  if (scriptState(folder).status !== 'not-started') return undefined;
  prepare(folder, scriptText(request.text, request.outputs, folder.outputs));
  return launchSupervisor(folder, scriptEnvironment(environment, request.environment), graceMs);
}

async function follow(
  folder: ScriptFolder,
  request: ScriptRequest,
  log: (line: string) => void,
  signal: AbortSignal,
  launched: Launched | undefined,
): Promise<ScriptResult> {
  const tail = existsSync(folder.log) ? tailLog(folder.log, log) : undefined;
  for (;;) {
    if (signal.aborted) return stopOrLetGo(folder, signal, tail);
    const state = scriptState(folder);
    if (state.status === 'ended' || state.status === 'lost') tail?.finish();
    else tail?.follow();
    if (state.status === 'lost') return { status: 'lost', known: lastSeen(folder) };
    if (state.status === 'ended') return exited(folder, request, state.end.exitCode);
    if (state.status === 'not-started') launched?.refuseIfEnded();
    await pause(signal);
  }
}

/** Whoever lets go says no more about the script, not even in the log: another owner may follow it. */
async function stopOrLetGo(
  folder: ScriptFolder,
  signal: AbortSignal,
  tail?: LogTail,
): Promise<never> {
  if (signal.reason instanceof Cancelled) {
    await stopScript(folder);
    tail?.finish();
  }
  throw signal.reason;
}

function exited(folder: ScriptFolder, request: ScriptRequest, exitCode: number): ScriptResult {
  const outputs = exitCode === 0 ? readOutputs(request.outputs, readFileSync(folder.outputs)) : {};
  return { status: 'exited', exitCode, outputs };
}

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((wake) => {
    const finish = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      wake();
    };
    const timer = setTimeout(finish, LOOK_MS);
    signal.addEventListener('abort', finish);
  });
}
