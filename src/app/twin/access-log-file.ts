// The file of a twin's access log: lines are added to what is there.

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { Refusal } from '../refusal.ts';

export interface AccessLogFile {
  readonly write: (line: string) => void;
  /** Resolves when every line is in the file. */
  readonly close: () => Promise<void>;
}

/** Refuses a file that cannot be written. */
export async function openAccessLog(file: string): Promise<AccessLogFile> {
  const stream = createWriteStream(file, { flags: 'a' });
  await once(stream, 'open').catch((cause: Error) => {
    throw new Refusal(
      'usage',
      `The access log cannot be written: ${cause.message}. Give a file in a folder that is there. No twin was started.`,
      { cause },
    );
  });
  return {
    write: (line) => void stream.write(`${line}\n`),
    close: () => new Promise((resolve) => stream.end(() => resolve())),
  };
}
