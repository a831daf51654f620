// The headers that a load balancer passes on: hop-by-hop ones are dropped, X-Forwarded-* and the trace are added.
import type { IncomingMessage } from 'node:http';
import type { Rewritten } from '../rewrite.ts';
import type { LoadBalancerSettings } from '../routing-view.ts';
import type { ApplicationCookies } from './route-request.ts';
import { hasCookie } from './sticky-cookies.ts';

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
const OWN: ReadonlySet<string> = new Set([
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-forwarded-port',
  'x-amzn-trace-id',
]);
const VALID_NAME = /^[-A-Za-z0-9]+$/;

export interface HeadParts {
  readonly listenerPort: number;
  readonly settings: LoadBalancerSettings;
  /** The whole value of X-Amzn-Trace-Id. */
  readonly trace: string;
  readonly isChunked: boolean;
  /** What a rule makes of host and address. */
  readonly rewritten: Rewritten | undefined;
}

/** Request line and headers, in the order and spelling of the client, with the empty line. */
export function headToTarget(request: IncomingMessage, parts: HeadParts): string {
  const { rawHeaders } = request;
  const { preservesHost, dropsInvalidHeaders } = parts.settings;
  const { rewritten } = parts;
  let head = `${request.method} ${rewritten?.url ?? request.url} HTTP/1.1\r\n`;
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    const lower = name.toLowerCase();
    if (HOP_BY_HOP.has(lower) || OWN.has(lower)) continue;
    if (dropsInvalidHeaders === true && !VALID_NAME.test(name)) continue;
    const sent = rawHeaders[at + 1] ?? '';
    const value = lower === 'host' ? (rewritten?.host ?? sent) : sent;
    const isHost = lower === 'host' && preservesHost !== true;
    head += `${name}: ${isHost ? hostToTarget(value, parts.listenerPort) : value}\r\n`;
  }
  if (parts.isChunked) head += 'Transfer-Encoding: chunked\r\n';
  const forwardedFor = forwardedForOf(request, parts.settings);
  if (forwardedFor !== undefined) head += `X-Forwarded-For: ${forwardedFor}\r\n`;
  return `${head}X-Forwarded-Proto: http\r\nX-Forwarded-Port: ${parts.listenerPort}\r\nX-Amzn-Trace-Id: ${parts.trace}\r\n\r\n`;
}

/** Name and value in turn; `cookies` come after the target's own. */
export function headersToClient(
  headers: readonly string[],
  cookies: readonly string[],
  application: ApplicationCookies | undefined,
): string[] {
  const kept: string[] = [];
  let isSet = false;
  for (let at = 0; at + 1 < headers.length; at += 2) {
    const name = headers[at] ?? '';
    const value = headers[at + 1] ?? '';
    const lower = name.toLowerCase();
    if (HOP_BY_HOP.has(lower)) continue;
    kept.push(name, value);
    if (application !== undefined && lower === 'set-cookie') {
      isSet ||= hasCookie(value, application.name);
    }
  }
  for (const cookie of cookies) kept.push('Set-Cookie', cookie);
  if (isSet) for (const cookie of application?.cookies ?? []) kept.push('Set-Cookie', cookie);
  return kept;
}

/** The usual ports do not stand behind a name; another one does, unless the client wrote its own. */
function hostToTarget(host: string, listenerPort: number): string {
  const port = /:\d*$/.exec(host);
  if (listenerPort === 80 || listenerPort === 443) {
    return port === null ? host : host.slice(0, port.index);
  }
  return port === null ? `${host}:${listenerPort}` : host;
}

function forwardedForOf(
  { headers, socket }: IncomingMessage,
  { forwardedFor, tellsClientPort }: LoadBalancerSettings,
): string | undefined {
  const before = headers['x-forwarded-for'];
  if (forwardedFor === 'remove') return undefined;
  if (forwardedFor === 'preserve') return before?.toString();
  const address = socket.remoteAddress ?? '127.0.0.1';
  const client = tellsClientPort === true ? `${address}:${socket.remotePort ?? 0}` : address;
  return before === undefined ? client : `${before}, ${client}`;
}
