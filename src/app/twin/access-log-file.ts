// The file of a twin's access log: lines are added to what is there.

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

export interface AccessLogFile {
  readonly write: (line: string) => void;
  /** Resolves when every line is in the file. */
  readonly close: () => Promise<void>;
}

/** Rejects when the file cannot be written. */
export async function openAccessLog(file: string): Promise<AccessLogFile> {
  const stream = createWriteStream(file, { flags: 'a' });
  await once(stream, 'open');
  return {
    write: (line) => void stream.write(`${line}\n`),
    close: () => new Promise((resolve) => stream.end(() => resolve())),
  };
}
