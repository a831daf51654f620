// Reads the logs of an execution as they grow: every whole line once, of every step and attempt.
import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { hasCode } from '../supervisor/durable-file.ts';

export interface LogLine {
  /** `<node path>.<attempt>`. */
  readonly step: string;
  readonly line: string;
}

export interface LogFollower {
  /** What has come since the last call, logs that are new in the order in which they were begun. */
  read(): readonly LogLine[];
  /** The same, with last lines that have no end. */
  finish(): readonly LogLine[];
}

interface OpenLog {
  readonly step: string;
  readonly file: string;
  shownBytes: number;
}

const CHUNK_BYTES = 65_536;
const LINE_END = 0x0a;
const EXTENSION = '.log';

/** Only logs whose step path contains `step`. */
export function createLogFollower(folder: string, execution: string, step = ''): LogFollower {
  const root = join(folder, execution);
  const logs = new Map<string, OpenLog>();
  const findNew = (): void => {
    const found = namesIn(root)
      .filter((name) => !logs.has(name) && nameOf(name).includes(step))
      .map((name) => ({ name, begunAt: statSync(join(root, name)).birthtimeMs }));
    found.sort((one, other) => one.begunAt - other.begunAt || (one.name < other.name ? -1 : 1));
    for (const { name } of found) {
      logs.set(name, { step: nameOf(name), file: join(root, name), shownBytes: 0 });
    }
  };
  const readAll = (isLast: boolean): readonly LogLine[] => {
    findNew();
    return [...logs.values()].flatMap((log) =>
      newLines(log, isLast).map((line) => ({ step: log.step, line })),
    );
  };
  return { read: () => readAll(false), finish: () => readAll(true) };
}

function namesIn(root: string): readonly string[] {
  try {
    const all = readdirSync(root, { recursive: true, encoding: 'utf8' });
    return all.filter((name) => name.endsWith(EXTENSION));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}

function nameOf(file: string): string {
  return file.split(sep).join('/').slice(0, -EXTENSION.length);
}

function newLines(log: OpenLog, isLast: boolean): readonly string[] {
  const fresh = readFrom(log.file, log.shownBytes);
  const end = isLast ? fresh.length : fresh.lastIndexOf(LINE_END) + 1;
  if (end === 0) return [];
  log.shownBytes += end;
  return fresh.subarray(0, end).toString('utf8').replace(/\n$/, '').split('\n');
}

function readFrom(file: string, position: number): Buffer {
  const chunks: Buffer[] = [];
  const descriptor = openSync(file, 'r');
  try {
    for (let at = position; ; ) {
      const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
      const length = readSync(descriptor, buffer, 0, CHUNK_BYTES, at);
      if (length === 0) return Buffer.concat(chunks);
      chunks.push(buffer.subarray(0, length));
      at += length;
    }
  } finally {
    closeSync(descriptor);
  }
}
