// The headers that a load balancer passes on: hop-by-hop ones are dropped, X-Forwarded-* are added.
import type { IncomingMessage } from 'node:http';

const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
const FORWARDED: ReadonlySet<string> = new Set([
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-forwarded-port',
]);

/** Request line and headers, in the order and spelling of the client, with the empty line. */
export function headToTarget(
  request: IncomingMessage,
  listenerPort: number,
  isChunked: boolean,
): string {
  const { rawHeaders } = request;
  let head = `${request.method} ${request.url} HTTP/1.1\r\n`;
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    const lower = name.toLowerCase();
    if (HOP_BY_HOP.has(lower) || FORWARDED.has(lower)) continue;
    head += `${name}: ${rawHeaders[at + 1]}\r\n`;
  }
  if (isChunked) head += 'Transfer-Encoding: chunked\r\n';
  const before = request.headers['x-forwarded-for'];
  const client = request.socket.remoteAddress ?? '127.0.0.1';
  head += `X-Forwarded-For: ${before === undefined ? client : `${before}, ${client}`}\r\n`;
  return `${head}X-Forwarded-Proto: http\r\nX-Forwarded-Port: ${listenerPort}\r\n\r\n`;
}

/** Name and value in turn; `cookies` come after the target's own. */
export function headersToClient(headers: readonly string[], cookies: readonly string[]): string[] {
  const kept: string[] = [];
  for (let at = 0; at + 1 < headers.length; at += 2) {
    const name = headers[at] ?? '';
    if (!HOP_BY_HOP.has(name.toLowerCase())) kept.push(name, headers[at + 1] ?? '');
  }
  for (const cookie of cookies) kept.push('Set-Cookie', cookie);
  return kept;
}
