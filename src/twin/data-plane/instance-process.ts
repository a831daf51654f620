// One instance as a process group of its own: started, listened to, logged and ended.
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, statSync, writeSync } from 'node:fs';
import type { LocalAmi } from './process-host.ts';
import { killProcessGroup, type ProcessWatchdog } from './process-watchdog.ts';
import type { TargetAddress } from './target-pools.ts';

export interface InstanceProcessOptions {
  /** Undefined when the world has no such AMI: the instance ends at once and its log says why. */
  readonly ami: LocalAmi | undefined;
  readonly logFile: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly killAfterMs: number;
  readonly watchdog: ProcessWatchdog;
}

export interface InstanceProcess {
  /** Where it listens for a port of its own naming, or else where it said it listens first. */
  address(port?: number): TargetAddress | undefined;
  /** Where it listens for exactly this port; undefined when it has named none such. */
  namedAddress(port: number): TargetAddress | undefined;
  /** May be called at any time and again. */
  terminate(): void;
  /** Resolves when it listens or has ended. */
  readonly settled: Promise<void>;
  readonly ended: Promise<void>;
}

const LOG_LIMIT_BYTES = 4 * 1024 * 1024;
const ANNOUNCEMENT_LIMIT = 64 * 1024;
const ANNOUNCEMENT = /(?:\bport (\d{1,5}) at )?http:\/\/127\.0\.0\.1:(\d{1,5})\b/g;

export function startInstanceProcess(options: InstanceProcessOptions): InstanceProcess {
  const { ami, watchdog } = options;
  const log = openLog(options.logFile);
  const [program, ...args] = ami?.command ?? [];
  if (ami === undefined || program === undefined) {
    log.write(`this world has no program for AMI ${options.environment['AMI_ID']}\n`);
    log.close();
    const ended = Promise.resolve();
    return {
      address: () => undefined,
      namedAddress: () => undefined,
      terminate: () => undefined,
      settled: ended,
      ended,
    };
  }
  const child = spawn(program === 'node' ? process.execPath : program, args, {
    cwd: ami.cwd,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      ...options.environment,
      PORT: '0',
      VERSION: ami.version,
    },
  });
  const { pid } = child;
  if (pid !== undefined) watchdog.guard(pid);
  child.stdin.on('error', () => undefined);
  child.stderr.on('data', (chunk: Buffer) => log.write(chunk));
  let announced: Announced | undefined = { first: undefined, byPort: new Map() };
  let killing: NodeJS.Timeout | undefined;
  const listening = readAnnouncements(child, log, announced);
  const ended = endOf(child, log).then(() => {
    announced = undefined;
    clearTimeout(killing);
    if (pid === undefined) return;
    killProcessGroup(pid, 'SIGKILL');
    watchdog.release(pid);
  });
  return {
    address: (port) =>
      (port === undefined ? undefined : announced?.byPort.get(port)) ?? announced?.first,
    namedAddress: (port) => announced?.byPort.get(port),
    terminate() {
      if (pid === undefined || killing !== undefined) return;
      killProcessGroup(pid, 'SIGTERM');
      killing = setTimeout(() => killProcessGroup(pid, 'SIGKILL'), options.killAfterMs);
    },
    settled: Promise.race([listening, ended]),
    ended,
  };
}

/** Resolves when the process is gone; a helper of it that still holds its output is not waited for. */
function endOf(child: ChildProcess, log: Log): Promise<void> {
  return new Promise<void>((resolve) => {
    child.once('error', (error) => {
      log.write(`could not be started: ${error.message}\n`);
      if (child.pid === undefined) resolve();
    });
    child.once('exit', (code, signal) => {
      log.write(`ended with ${signal ?? `exit code ${code}`}\n`);
      resolve();
    });
  }).then(() => {
    child.stdout?.destroy();
    child.stderr?.destroy();
    log.close();
  });
}

interface Announced {
  first: TargetAddress | undefined;
  readonly byPort: Map<number, TargetAddress>;
}

/** Resolves at the first address; what is said later still counts. */
function readAnnouncements(child: ChildProcess, log: Log, announced: Announced): Promise<void> {
  return new Promise((resolve) => {
    let said = '';
    let length = 0;
    child.stdout?.on('data', (chunk: Buffer) => {
      log.write(chunk);
      if (length > ANNOUNCEMENT_LIMIT) return;
      length += chunk.length;
      const lines = (said + chunk.toString()).split('\n');
      said = lines.pop() ?? '';
      for (const [, named, port] of lines.join('\n').matchAll(ANNOUNCEMENT)) {
        const address = { host: '127.0.0.1', port: Number(port) };
        if (named !== undefined) announced.byPort.set(Number(named), address);
        else announced.first ??= address;
      }
      if (announced.first !== undefined) resolve();
    });
  });
}

interface Log {
  write(text: string | Buffer): void;
  close(): void;
}

/**
 * Keeps the first megabytes: a chatty instance must not fill the disk, nor must one that is started
 * again and again.
 */
function openLog(file: string): Log {
  const isFull = (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT_BYTES;
  const descriptor = openSync(file, isFull ? 'w' : 'a');
  let open = true;
  let written = 0;
  return {
    write(text) {
      if (!open || written > LOG_LIMIT_BYTES) return;
      written +=
        typeof text === 'string' ? writeSync(descriptor, text) : writeSync(descriptor, text);
    },
    close() {
      if (open) closeSync(descriptor);
      open = false;
    },
  };
}
