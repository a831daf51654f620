// The server: listens on loopback, refuses at the door what no route should see, and serves the rest.
import { createServer as createHttpServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { RouteName } from '../api/route-paths.ts';
import { type Clock, sleep } from '../lib/clock.ts';
import type { Guard } from './guard.ts';
import type { Handlers } from './handler.ts';
import { createApp } from './http/app.ts';
import { type Connections, connectionsOf } from './http/connections.ts';
import { answerBrokenRequests, refuseAtDoor } from './http/door.ts';
import { LIMITS, type Limits } from './http/limits.ts';
import type { ServerOptions, Shell, ShellRoom } from './http/shell.ts';

export type { ServerOptions } from './http/shell.ts';

export interface PenstockServer {
  /** Where it listens, without a slash at the end. */
  readonly url: string;
  /** How many watchers follow a stream. */
  readonly streams: () => number;
  /** Lets requests under way end, tells watchers to come back, and listens no longer. */
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';
const CLOSING_POLL_MS = 20;

/** `handlers`: a route without one answers that it does not exist. */
export async function createServer(
  room: ShellRoom,
  handlers: Partial<Handlers<RouteName>>,
  guard: Guard,
  options: ServerOptions,
): Promise<PenstockServer> {
  const limits: Limits = { ...LIMITS, ...options.limits };
  const shell: Shell = { room, guard, options, limits };
  const { app, streams } = createApp(shell, handlers);
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const server = createHttpServer(settingsOf(limits), (incoming, outgoing) => {
    connections.answering(incoming, outgoing);
    if (!refuseAtDoor(shell, incoming, outgoing)) void listener(incoming, outgoing);
  });
  const connections = connectionsOf(server);
  server.maxConnections = limits.connections;
  server.maxHeadersCount = limits.headers;
  server.maxRequestsPerSocket = limits.requestsPerConnection;
  server.timeout = limits.idleMs;
  answerBrokenRequests(shell, server, connections);
  await listen(server, options.port, options.host ?? LOOPBACK);
  return {
    url: urlOf(server),
    streams: () => streams.count,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      streams.endAll();
      await lettingEnd(connections, closed, room.clock, limits.closingMs);
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Until all is answered or the time is over; a connection goes as soon as its answer is out. */
async function lettingEnd(
  connections: Connections,
  closed: Promise<void>,
  clock: Clock,
  withinMs: number,
): Promise<void> {
  const until = clock.now() + withinMs;
  let isClosed = false;
  void closed.then(() => {
    isClosed = true;
  });
  while (!isClosed && clock.now() < until) {
    connections.endIdle();
    await Promise.race([closed, sleep(clock, CLOSING_POLL_MS)]);
  }
}

function settingsOf(limits: Limits): object {
  return {
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keepAliveMs,
    connectionsCheckingInterval: Math.min(1_000, limits.headersMs),
    requireHostHeader: true,
  };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function urlOf(server: Server): string {
  const { address, port, family } = server.address() as AddressInfo;
  const name = family === 'IPv6' ? `[${address}]` : address;
  return `http://${name}:${port}`;
}
