// Which process a number meant: numbers are used again, a number together with its start time is not.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in the words of the operating system; empty when it had ended already. */
  readonly startedAs: string;
}

export function identify(pid: number): ProcessIdentity {
  return { pid, startedAs: startOf(pid) ?? '' };
}

export function isAlive({ pid, startedAs }: ProcessIdentity): boolean {
  return startedAs !== '' && startOf(pid) === startedAs;
}

function startOf(pid: number): string | undefined {
  return process.platform === 'linux' ? startOnLinux(pid) : startByPs(pid);
}

let boot: string | undefined;

/** Ticks since boot, which mean something only together with the boot. */
function startOnLinux(pid: number): string | undefined {
  const text = textOf(`/proc/${pid}/stat`);
  if (text === undefined) return undefined;
  // The program's name stands in brackets and may hold anything: count from its end.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, startTicks] = [fields[0], fields[19]];
  if (state === 'Z' || state === 'X' || startTicks === undefined) return undefined;
  boot ??= textOf('/proc/sys/kernel/random/boot_id')?.trim();
  return `${boot} ${startTicks}`;
}

function startByPs(pid: number): string | undefined {
  // Two processes with other settings must read the same words.
  const env = { PATH: process.env['PATH'], TZ: 'UTC', LC_ALL: 'C' };
  const options = { encoding: 'utf8', env } as const;
  const { stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], options);
  const started = stdout?.trim();
  return started === '' ? undefined : started;
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
