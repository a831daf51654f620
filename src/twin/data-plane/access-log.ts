// The access log of one listener: a line per request with the fields of AWS's own logs, in their order.
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Forwarded } from './forward-request.ts';
import type { Route } from './route-request.ts';

export interface AccessLog {
  /** Called when a request's headers are there; the answer is called when the request has ended. */
  begin(request: IncomingMessage, trace: string): (route: Route, forwarded: Forwarded) => void;
}

export interface AccessLogOptions {
  readonly loadBalancerArn: string;
  readonly port: number;
  readonly now: () => number;
  readonly write: (line: string) => void;
}

interface Entry {
  readonly request: IncomingMessage;
  readonly trace: string;
  readonly client: string;
  /** On the twin's clock. */
  readonly createdAt: number;
  readonly endedAt: number;
  /** Real time, of this process. */
  readonly startedMs: number;
  readonly endedMs: number;
  readonly receivedBytes: number;
  readonly sentBytes: number;
}

export function createAccessLog(options: AccessLogOptions): AccessLog {
  const counted = new WeakMap<Socket, { received: number; sent: number }>();
  return {
    begin(request, trace) {
      const { socket } = request;
      const startedMs = performance.now();
      const createdAt = options.now();
      const client = `${socket.remoteAddress ?? '-'}:${socket.remotePort ?? 0}`;
      return (route, forwarded) => {
        const before = counted.get(socket) ?? { received: 0, sent: 0 };
        counted.set(socket, { received: socket.bytesRead, sent: socket.bytesWritten });
        const entry: Entry = {
          request,
          trace,
          client,
          createdAt,
          endedAt: options.now(),
          startedMs,
          endedMs: performance.now(),
          receivedBytes: socket.bytesRead - before.received,
          sentBytes: socket.bytesWritten - before.sent,
        };
        options.write(lineOf(options, entry, route, forwarded));
      };
    },
  };
}

/** What does not apply is `-`; times that were never reached are -1. */
function lineOf(
  { loadBalancerArn, port }: AccessLogOptions,
  entry: Entry,
  route: Route,
  forwarded: Forwarded,
): string {
  const { request, createdAt } = entry;
  const { host = '-' } = request.headers;
  const address = `http://${host.replace(/:\d+$/, '')}:${port}${request.url ?? '/'}`;
  const target = route.kind === 'target' ? route : undefined;
  const targetName = target === undefined ? '-' : `${target.instanceId}:${target.targetPort}`;
  const isWhole = forwarded.answeredAt !== undefined;
  const targetStatus = String(forwarded.targetStatus ?? '-');
  return [
    'http',
    new Date(entry.endedAt).toISOString(),
    loadBalancerArn.slice(loadBalancerArn.indexOf('/') + 1),
    entry.client,
    targetName,
    ...secondsOf(entry, forwarded),
    forwarded.status,
    targetStatus,
    entry.receivedBytes,
    entry.sentBytes,
    quoted(`${request.method} ${address} HTTP/${request.httpVersion}`),
    quoted(request.headers['user-agent'] ?? '-'),
    '- -',
    target?.targetGroupArn ?? '-',
    quoted(entry.trace),
    quoted('-'),
    quoted('-'),
    route.rulePriority ?? -1,
    new Date(createdAt).toISOString(),
    quoted(actionOf(route)),
    quoted(route.kind === 'answer' ? (route.location ?? '-') : '-'),
    quoted('-'),
    quoted(targetName),
    quoted(isWhole ? targetStatus : '-'),
    quoted('-'),
    quoted('-'),
    '-',
  ].join(' ');
}

/** To the target, within the target, back to the client. */
function secondsOf(
  { startedMs, endedMs }: Entry,
  { sentAt, answeredAt }: Forwarded,
): readonly string[] {
  if (sentAt === undefined || answeredAt === undefined) return ['-1', '-1', '-1'];
  const spans = [sentAt - startedMs, answeredAt - sentAt, endedMs - answeredAt];
  return spans.map((spanMs) => (Math.max(0, spanMs) / 1_000).toFixed(3));
}

function actionOf(route: Route): string {
  if (route.rulePriority === undefined) return '-';
  if (route.kind === 'target') return 'forward';
  if (route.location !== undefined) return 'redirect';
  return route.isForward === true ? 'forward' : 'fixed-response';
}

/** Quotes and what is not printable ASCII are escaped, so that a line stays one line. */
function quoted(text: string): string {
  const escaped = text.replace(/[^\x20-\x7e]|["\\]/g, (character) => {
    return `\\x${(character.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`;
  });
  return `"${escaped}"`;
}
