// Who drives a run, as the journal names it: one process of one machine, never mistaken for another.
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { identify, isAlive } from '../supervisor/process-identity.ts';

interface Owner {
  readonly host: string;
  readonly pid: number;
  readonly startedAs: string;
  /** Where process numbers mean the same; empty when that is not known. */
  readonly place: string;
}

/** The name of this process. */
export function thisOwner(): string {
  const { pid, startedAs } = identify(process.pid);
  const owner: Owner = { host: hostname(), pid, startedAs, place: thisPlace() };
  return JSON.stringify(owner);
}

/** True only when it is certain: the process was one of this machine, and it does not live. */
export function isGone(name: string): boolean {
  const owner = parse(name);
  if (owner === undefined || owner.startedAs === '' || owner.place === '') return false;
  return owner.place === thisPlace() && !isAlive(owner);
}

/** For people: "process 4711", and where when it is not here. */
export function ownerText(name: string): string {
  const owner = parse(name);
  if (owner === undefined) return name;
  const isHere = owner.place === thisPlace();
  return isHere ? `process ${owner.pid}` : `process ${owner.pid} on ${owner.host}`;
}

let place: string | undefined;

/** The same as long as this process lives. */
function thisPlace(): string {
  place ??= readPlace();
  return place;
}

/** Containers share a kernel but not their numbers: on Linux the boot and the namespace tell. */
function readPlace(): string {
  if (process.platform !== 'linux') return hostname();
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return '';
  }
}

function parse(name: string): Owner | undefined {
  try {
    const { host, pid, startedAs, place } = JSON.parse(name) as Partial<Owner>;
    const isWhole =
      typeof host === 'string' &&
      typeof pid === 'number' &&
      typeof startedAs === 'string' &&
      typeof place === 'string';
    return isWhole ? { host, pid, startedAs, place } : undefined;
  } catch {
    return undefined;
  }
}
