// A guard over a whole tree of processes: what started, what was spawned, and what tried to leave this machine.
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface LoopbackWatch {
  /** For the first process; all below it get it from there. */
  readonly environment: Readonly<Record<string, string>>;
  /** Names of the programs in which the guard stood. */
  started(): readonly string[];
  /** Processes of Node that were spawned without the guard. */
  unguarded(): readonly number[];
  /** Addresses that somebody tried to reach. */
  refused(): readonly string[];
}

interface Line {
  readonly what: 'started' | 'spawned' | 'refused';
  readonly detail: string | number;
  readonly pid: number;
}

export function watchLoopback(): LoopbackWatch {
  const file = join(mkdtempSync(join(tmpdir(), 'penstock-loopback-')), 'report.jsonl');
  const preload = pathToFileURL(join(import.meta.dirname, '../loopback-preload.mjs'));
  const lines = (what: Line['what']): readonly Line[] => {
    if (!existsSync(file)) return [];
    const all = readFileSync(file, 'utf8').trimEnd().split('\n');
    return all.map((line) => JSON.parse(line) as Line).filter((line) => line.what === what);
  };
  return {
    environment: { NODE_OPTIONS: `--import=${preload.href}`, LOOPBACK_REPORT: file },
    started: () => [...new Set(lines('started').map((line) => String(line.detail)))].sort(),
    unguarded() {
      const guarded = new Set(lines('started').map((line) => line.pid));
      return lines('spawned')
        .map((line) => Number(line.detail))
        .filter((pid) => !guarded.has(pid));
    },
    refused: () => lines('refused').map((line) => String(line.detail)),
  };
}
