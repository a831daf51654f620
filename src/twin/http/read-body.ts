// Reads a whole request body, up to a limit.
import type { IncomingMessage } from 'node:http';

const MOST_BYTES = 1_048_576;
/** What is too long is still read to so many times its limit, so that its sender gets the refusal. */
const READ_TIMES = 16;

/** Undefined when it is longer than it may be: than any request of these APIs, when nothing is said. */
export async function readBody(
  request: IncomingMessage,
  mostBytes: number = MOST_BYTES,
): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > READ_TIMES * mostBytes) return undefined;
    if (size <= mostBytes) chunks.push(chunk);
  }
  return size > mostBytes ? undefined : Buffer.concat(chunks);
}
