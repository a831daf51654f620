// Takes the chunks of a chunked body apart as its bytes come in.
import type { Buffer } from 'node:buffer';

export interface ChunkedBody {
  /** `broken` when the bytes are no chunked body; after `ended` nothing more may be given. */
  read(bytes: Buffer, onData: (data: Buffer) => void): 'more' | 'ended' | 'broken';
  /** True when bytes came after the end. */
  hasRest(): boolean;
}

const LONGEST_LINE = 4_096;

export function createChunkedBody(): ChunkedBody {
  let line = '';
  let left = 0;
  let state: 'size' | 'data' | 'data-end' | 'trailers' = 'size';
  let rest = false;

  /** Undefined as long as the line has no end. */
  const readLine = (bytes: Buffer, from: number): { text: string; next: number } | undefined => {
    const end = bytes.indexOf(0x0a, from);
    line += bytes.toString('latin1', from, end < 0 ? bytes.length : end);
    if (end < 0) return undefined;
    const text = line.endsWith('\r') ? line.slice(0, -1) : line;
    line = '';
    return { text, next: end + 1 };
  };

  return {
    read(bytes, onData) {
      let at = 0;
      while (at < bytes.length) {
        if (state === 'data') {
          const until = Math.min(bytes.length, at + left);
          onData(bytes.subarray(at, until));
          left -= until - at;
          at = until;
          if (left === 0) state = 'data-end';
          continue;
        }
        const found = readLine(bytes, at);
        if (line.length > LONGEST_LINE) return 'broken';
        if (found === undefined) return 'more';
        at = found.next;
        if (state === 'size') {
          const size = /^([\da-f]{1,12})[ \t]*(;|$)/i.exec(found.text)?.[1];
          if (size === undefined) return 'broken';
          left = Number.parseInt(size, 16);
          state = left === 0 ? 'trailers' : 'data';
        } else if (state === 'data-end') {
          if (found.text !== '') return 'broken';
          state = 'size';
        } else if (found.text === '') {
          rest = at < bytes.length;
          return 'ended';
        }
      }
      return 'more';
    },
    hasRest: () => rest,
  };
}
