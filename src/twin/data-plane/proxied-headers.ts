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

/** Name and value in turn, in the order and spelling of the client. */
export function headersToTarget(request: IncomingMessage, listenerPort: number): string[] {
  const headers: string[] = [];
  for (let at = 0; at + 1 < request.rawHeaders.length; at += 2) {
    const name = request.rawHeaders[at] ?? '';
    const lower = name.toLowerCase();
    if (HOP_BY_HOP.has(lower) || isForwardedHeader(lower)) continue;
    headers.push(name, request.rawHeaders[at + 1] ?? '');
  }
  const before = request.headers['x-forwarded-for'];
  const client = request.socket.remoteAddress ?? '127.0.0.1';
  headers.push('X-Forwarded-For', before === undefined ? client : `${before}, ${client}`);
  headers.push('X-Forwarded-Proto', 'http', 'X-Forwarded-Port', String(listenerPort));
  return headers;
}

/** `cookies` come after the target's own. */
export function headersToClient(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  cookies: readonly string[],
): Record<string, string | string[]> {
  const kept: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !HOP_BY_HOP.has(name)) kept[name] = value;
  }
  if (cookies.length > 0) kept['set-cookie'] = [...[kept['set-cookie'] ?? []].flat(), ...cookies];
  return kept;
}

function isForwardedHeader(name: string): boolean {
  return name === 'x-forwarded-for' || name === 'x-forwarded-proto' || name === 'x-forwarded-port';
}
