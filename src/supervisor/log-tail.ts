// Follows a growing log file line by line, and remembers on disk how far it has been shown.
import { closeSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs';

export interface LogTail {
  /** Gives every whole line that has come since. */
  follow(): void;
  /** Gives all that is left, also a last line without an end. */
  finish(): void;
}

const CHUNK_BYTES = 65_536;
const LINE_END = 0x0a;

/** Starts where the last reader of the same file stopped, whichever process that was. */
export function tailLog(file: string, show: (line: string) => void): LogTail {
  const markFile = `${file}.shown`;
  let shownBytes = readMark(markFile);

  const showUpTo = (chunk: Buffer): void => {
    for (const line of chunk.toString('utf8').replace(/\n$/, '').split('\n')) show(line);
    shownBytes += chunk.length;
    writeFileSync(markFile, String(shownBytes), { mode: 0o600 });
  };
  const follow = (): void => {
    for (;;) {
      const chunk = readFrom(file, shownBytes);
      // A line longer than a chunk is shown in pieces.
      const isFull = chunk.length === CHUNK_BYTES;
      const whole = chunk.lastIndexOf(LINE_END) + 1;
      if (whole > 0) showUpTo(chunk.subarray(0, whole));
      else if (isFull) showUpTo(chunk);
      if (!isFull) return;
    }
  };
  return {
    follow,
    finish: () => {
      follow();
      const rest = readFrom(file, shownBytes);
      if (rest.length > 0) showUpTo(rest);
    },
  };
}

function readMark(markFile: string): number {
  try {
    return Number(readFileSync(markFile, 'utf8')) || 0;
  } catch {
    return 0;
  }
}

function readFrom(file: string, position: number): Buffer {
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  const descriptor = openSync(file, 'r');
  try {
    return buffer.subarray(0, readSync(descriptor, buffer, 0, CHUNK_BYTES, position));
  } finally {
    closeSync(descriptor);
  }
}
