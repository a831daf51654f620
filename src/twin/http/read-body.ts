// Reads a whole request body, up to a limit.
import type { IncomingMessage } from 'node:http';

const MOST_BYTES = 1_048_576;
/** What is too long is still read to here, so that its sender gets the refusal. */
const MOST_READ_BYTES = 16 * MOST_BYTES;

/** Undefined when it is longer than any request of these APIs may be. */
export async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_READ_BYTES) return undefined;
    if (size <= MOST_BYTES) chunks.push(chunk);
  }
  return size > MOST_BYTES ? undefined : Buffer.concat(chunks);
}
