// Reads a whole request body, up to a limit.
import type { IncomingMessage } from 'node:http';

const MOST_BYTES = 1_048_576;

/** Undefined when it is longer than any request of these APIs may be. */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
