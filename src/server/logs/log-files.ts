// The log files of a run, and pieces of them by line number, read in chunks: no file is held as a whole.
import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';

export interface LogFile {
  readonly step: string;
  readonly attempt: number;
  readonly file: string;
  readonly bytes: number;
}

export interface LogLine {
  /** Counts from 1. */
  readonly number: number;
  readonly text: string;
}

export interface LinesWanted {
  readonly from: number;
  readonly limit: number;
  /** Only lines that contain it, whatever its case. */
  readonly search?: string | undefined;
}

export interface LinesRead {
  readonly lines: readonly LogLine[];
  /** The line to go on from; null at the end of what is written. */
  readonly next: number | null;
}

/** In the order in which they were begun. */
export function listLogFiles(folder: string, run: string): readonly LogFile[] {
  const root = join(folder, run);
  const found = namesIn(root).flatMap((name) => {
    const [, step, attempt] = /^(.+)\.(\d+)\.log$/s.exec(name) ?? [];
    if (step === undefined || attempt === undefined) return [];
    const file = join(root, name);
    const { size, birthtimeMs } = statSync(file);
    const path = step.split(sep).join('/');
    return [{ step: path, attempt: Number(attempt), file, bytes: size, begunAt: birthtimeMs }];
  });
  found.sort((one, other) => one.begunAt - other.begunAt || (one.file < other.file ? -1 : 1));
  return found.slice(0, FILES_MAX).map(({ begunAt: _begunAt, ...log }) => log);
}

/**
 * Reads from the nearest place it knows, in chunks; a line without an end is none yet, unless the file
 * ends with it for good. Of a very long line only the beginning is given.
 */
export function readLogLines(
  { file, bytes }: Pick<LogFile, 'file' | 'bytes'>,
  { from, limit, search }: LinesWanted,
  isWhole = true,
): LinesRead {
  const wanted = search?.toLowerCase();
  const places = placesOf(file);
  const lines: LogLine[] = [];
  const take = (text: string, number: number): boolean => {
    if (number < from || (wanted !== undefined && !text.toLowerCase().includes(wanted)))
      return true;
    if (lines.length === limit) return false;
    lines.push({ number, text });
    return true;
  };
  const next = walk(file, { start: placeBefore(places, from), bytes, places, isWhole, take });
  return { lines, next };
}

interface Place {
  readonly number: number;
  readonly byte: number;
}

interface Walk {
  readonly start: Place;
  readonly bytes: number;
  readonly places: Place[];
  readonly isWhole: boolean;
  /** False for a line that is one too many. */
  take(text: string, number: number): boolean;
}

const FILES_MAX = 5_000;
const CHUNK_BYTES = 262_144;
/** Of one request; who searches on begins where it ended. */
const WALK_BYTES_MAX = 67_108_864;
const LINE_BYTES_MAX = 16_384;
const LINES_BETWEEN_PLACES = 1_000;
const KNOWN_FILES_MAX = 200;
const LINE_END = 0x0a;

/** Answers the line at which it stopped; null at the end of the file. */
function walk(file: string, { start, bytes, places, isWhole, take }: Walk): number | null {
  const descriptor = openSync(file, 'r');
  try {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    const line = createLine();
    let { number } = start;
    for (let at = start.byte; at < bytes; ) {
      const length = readSync(descriptor, chunk, 0, Math.min(CHUNK_BYTES, bytes - at), at);
      if (length === 0) break;
      for (let begin = 0; begin < length; ) {
        const end = chunk.subarray(0, length).indexOf(LINE_END, begin);
        line.add(chunk.subarray(begin, end === -1 ? length : end));
        if (end === -1) break;
        if (!take(line.end(), number)) return number;
        begin = end + 1;
        number += 1;
        remember(places, { number, byte: at + begin });
        if (at + begin - start.byte > WALK_BYTES_MAX) return number;
      }
      at += length;
    }
    return isWhole && !line.isEmpty() && !take(line.end(), number) ? number : null;
  } finally {
    closeSync(descriptor);
  }
}

function createLine(): {
  add(part: Buffer): void;
  isEmpty(): boolean;
  end(): string;
} {
  let parts: Buffer[] = [];
  let size = 0;
  return {
    add(part) {
      const kept = part.subarray(0, Math.max(0, LINE_BYTES_MAX - size));
      if (kept.length > 0) parts.push(Buffer.from(kept));
      size += part.length;
    },
    isEmpty: () => size === 0,
    end() {
      const text = Buffer.concat(parts).toString('utf8');
      const cut = size > LINE_BYTES_MAX ? ` … (${size} bytes)` : '';
      parts = [];
      size = 0;
      return `${text}${cut}`;
    },
  };
}

/** Logs only grow: where a line began it begins for ever. */
const PLACES = new Map<string, Place[]>();

function placesOf(file: string): Place[] {
  const known = PLACES.get(file) ?? [{ number: 1, byte: 0 }];
  PLACES.delete(file);
  PLACES.set(file, known);
  const [oldest] = PLACES.keys();
  if (PLACES.size > KNOWN_FILES_MAX && oldest !== undefined) PLACES.delete(oldest);
  return known;
}

function placeBefore(places: readonly Place[], number: number): Place {
  return places.findLast((place) => place.number <= number) ?? { number: 1, byte: 0 };
}

function remember(places: Place[], place: Place): void {
  const last = places.at(-1)?.number ?? 1;
  if (place.number >= last + LINES_BETWEEN_PLACES) places.push(place);
}

function namesIn(root: string): readonly string[] {
  try {
    return readdirSync(root, { recursive: true, encoding: 'utf8' });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
