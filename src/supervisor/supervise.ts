// The supervisor, a process of its own: runs one script, outlives the engine, and writes down how the script ended.
import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, openSync } from 'node:fs';
import { constants } from 'node:os';
import type { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { groupLives } from './process-group.ts';
import { identify } from './process-identity.ts';
import { folderAt, type ScriptFolder, takeStart, writeBash, writeEnd } from './script-folder.ts';

/** How long the script may take to end once it has been asked to. */
const GRACE_MS = Number(process.argv[3]);
const LOOK_MS = 20;
/** A process that even SIGKILL does not end hangs in the operating system: it is not waited for. */
const LIMIT_MS = GRACE_MS + 2_000;

/** No line of the script runs before its process is known on disk, even if the supervisor dies now. */
const WAIT_FOR_WORD = 'read -r word <&3 && exec /bin/bash "$0" 3<&-';

let stopping = false;
let bash: ChildProcess | undefined;

process.on('SIGTERM', stop);
// An engine that dies while it writes leaves half a text: then nothing was started and nothing will be.
const environment: Record<string, string> = JSON.parse(await text(process.stdin));
const folder = folderAt(process.argv[2] ?? '');
if (takeStart(folder, identify(process.pid))) {
  const exitCode = stopping ? 128 + constants.signals.SIGTERM : await run(folder, environment);
  if (stopping) await groupEnded();
  writeEnd(folder, { exitCode, endedAt: Date.now() });
}
process.exit();

function run(into: ScriptFolder, env: Record<string, string>): Promise<number> {
  const log = openSync(into.log, 'a', 0o600);
  return new Promise((resolve) => {
    // Its own process group: what stops the script must not stop the witness.
    const child = spawn('/bin/sh', ['-c', WAIT_FOR_WORD, into.script], {
      cwd: into.room,
      detached: true,
      env,
      stdio: ['ignore', log, log, 'pipe'],
    });
    bash = child;
    child.once('error', (error) => {
      appendFileSync(into.log, `the script could not be started: ${error.message}\n`);
      resolve(127);
    });
    child.once('exit', (code, signal) => {
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
    if (child.pid === undefined) return;
    writeBash(into, identify(child.pid));
    const word = child.stdio[3] as Writable;
    word.on('error', () => {});
    word.end('\n');
  });
}

function stop(): void {
  if (stopping) return;
  stopping = true;
  signalGroup('SIGTERM');
  setTimeout(signalGroup, GRACE_MS, 'SIGKILL');
}

/** Bash may end at once while what it started takes its time. */
async function groupEnded(): Promise<void> {
  const leader = bash?.pid;
  const until = performance.now() + LIMIT_MS;
  while (leader !== undefined && groupLives(leader) && performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

function signalGroup(signal: NodeJS.Signals): void {
  if (bash?.pid === undefined) return;
  try {
    process.kill(-bash.pid, signal);
  } catch {
    // All of them have ended.
  }
}
