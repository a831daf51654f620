// Requests that never reach a rule: malformed ones, those over AWS's limits, and methods that are not passed on.
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { lastWords } from './own-answer.ts';

/** AWS's limits: of all headers together, and of the request line and each header. */
export const LONGEST_HEADERS: number = 64 * 1_024;
const LONGEST_LINE = 16 * 1_024;
const MOST_FORWARDERS = 30;

/** The status with which such a request is refused. */
export function refusalOf(request: IncomingMessage): number | undefined {
  const { method, url = '/', rawHeaders, headers } = request;
  if (method === 'TRACE') return 405;
  if (url.length > LONGEST_LINE) return 414;
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const length = (rawHeaders[at]?.length ?? 0) + (rawHeaders[at + 1]?.length ?? 0);
    if (length > LONGEST_LINE) return 400;
  }
  const forwarders = headers['x-forwarded-for'];
  const count = typeof forwarders === 'string' ? forwarders.split(',').length : 0;
  return count > MOST_FORWARDERS ? 463 : undefined;
}

/** Answers a connection whose bytes are no request, and ends it. */
export function refuseConnection(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  socket.end(lastWords(STATUS_OF[error.code ?? ''] ?? 400), () => socket.destroy());
}

const STATUS_OF: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_INVALID_TRANSFER_ENCODING: 501,
  HPE_INVALID_VERSION: 505,
  HPE_PAUSED_H2_UPGRADE: 505,
};
