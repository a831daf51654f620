// One listener of a load balancer as a real socket: connections belong to nodes, requests are routed one by one.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { LoadBalancerSettings, RequestRecord } from '../routing-view.ts';
import type { AccessLog } from './access-log.ts';
import { type Forwarded, forwardRequest } from './forward-request.ts';
import { answer, ownPage } from './own-answer.ts';
import { LONGEST_HEADERS, refusalOf, refuseConnection } from './refused-request.ts';
import { type LoadBalancerNode, type Route, routeRequest } from './route-request.ts';
import type { TargetPool } from './target-pools.ts';
import { newTraceId, traceHeader } from './trace-id.ts';

/** As it is registered. */
export interface RoutedTarget {
  readonly instanceId: string;
  readonly targetPort: number;
}

/** Where a listener of the twin can really be reached. */
export interface ListenerAddress {
  readonly loadBalancerArn: string;
  readonly listenerArn: string;
  /** The port that the world gives the listener. */
  readonly port: number;
  readonly host: string;
  readonly actualPort: number;
}

export interface ListenerOptions {
  readonly loadBalancerArn: string;
  readonly listenerArn: string;
  readonly port: number;
  /** A node's view may be replaced at any time, and nodes may come; connections go to those that know the listener. */
  readonly nodes: readonly (LoadBalancerNode | undefined)[];
  /** The node of the first connection; the next ones take the nodes in turn. */
  readonly firstNode: number;
  /** A number from 0 to below 1, another at each call. */
  readonly chance: () => number;
  /** Undefined when nothing of the instance listens. */
  readonly poolOf: (target: RoutedTarget) => TargetPool | undefined;
  /** Real time that a target may be silent when the load balancer's attributes do not say. */
  readonly targetTimeoutMs: number;
  readonly record: (record: RequestRecord) => void;
  /** The twin's time. */
  readonly now: () => number;
  /** Absent when nobody wants one. */
  readonly accessLog?: AccessLog;
}

export interface ListenerSocket {
  readonly address: ListenerAddress;
  /** Takes no more connections; resolves when the requests under way are answered. */
  retire(): Promise<void>;
  /** Cuts what is open. */
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
const CONNECTION_LIMIT = 2_000;
const IDLE_CLIENT_MS = 60_000;
const NO_COOKIES: readonly string[] = [];
const DEFAULTS: LoadBalancerSettings = {};
const NOTHING_LISTENS = ownPage(502);

export async function openListener(options: ListenerOptions): Promise<ListenerSocket> {
  const nodeOf = new WeakMap<Socket, LoadBalancerNode>();
  const traffic = { options, requests: 0, isRetired: false };
  let connections = options.firstNode;
  const limits = { keepAliveTimeout: IDLE_CLIENT_MS, maxHeaderSize: LONGEST_HEADERS };
  const server = createServer(limits, (request, response) => {
    const node = nodeOf.get(request.socket);
    if (node === undefined) response.destroy();
    else handle(traffic, node, request, response);
  });
  server.maxConnections = CONNECTION_LIMIT;
  server.on('clientError', refuseConnection);
  server.on('connection', (socket: Socket) => {
    const able = options.nodes.filter((node) => knows(node, options.listenerArn));
    const node = able[connections % Math.max(1, able.length)];
    connections += 1;
    if (node === undefined) socket.destroy();
    else nodeOf.set(socket, node);
    server.keepAliveTimeout = node?.view.settings?.idleTimeoutMs ?? IDLE_CLIENT_MS;
  });
  const { loadBalancerArn, listenerArn, port } = options;
  const actualPort = await listen(server);
  return {
    address: { loadBalancerArn, listenerArn, port, host: HOST, actualPort },
    retire: () =>
      new Promise((resolve) => {
        traffic.isRetired = true;
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Traffic {
  readonly options: ListenerOptions;
  requests: number;
  isRetired: boolean;
}

function knows(node: LoadBalancerNode | undefined, listenerArn: string): boolean {
  return node?.view.listeners.some(({ arn }) => arn === listenerArn) ?? false;
}

function handle(
  traffic: Traffic,
  node: LoadBalancerNode,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { options } = traffic;
  const startedAt = performance.now();
  const at = options.now();
  traffic.requests += 1;
  const { headers, url = '/', method = 'GET' } = request;
  const given = headers['x-amzn-trace-id']?.toString();
  const trace = traceHeader(given, newTraceId(at, traffic.requests));
  const logged = options.accessLog?.begin(request, trace);
  const refused = refusalOf(request);
  const clientAddress = request.socket.remoteAddress ?? HOST;
  const head = { url, headers, method, clientAddress, at };
  const route: Route =
    refused === undefined
      ? routeRequest(node, options.listenerArn, head, options.chance())
      : { kind: 'answer', ...ownPage(refused) };
  const target = route.kind === 'target' ? route : undefined;
  const done = (forwarded: Forwarded): void => {
    target?.release?.();
    options.record({
      loadBalancerArn: options.loadBalancerArn,
      targetGroupArn: target?.targetGroupArn,
      targetStatus: forwarded.targetStatus,
      status: forwarded.status,
      durationMs: performance.now() - startedAt,
    });
    logged?.(route, forwarded);
    if (traffic.isRetired) request.socket.end();
  };
  const pool = target === undefined ? undefined : options.poolOf(target);
  if (target !== undefined && pool !== undefined) {
    const { settings = DEFAULTS } = node.view;
    const forwarding = {
      request,
      response,
      listenerPort: options.port,
      timeoutMs: settings.idleTimeoutMs ?? options.targetTimeoutMs,
      settings,
      trace,
      cookies: target.cookies ?? NO_COOKIES,
      rewritten: target.rewritten,
      applicationCookies: target.applicationCookies,
    };
    forwardRequest(pool, forwarding, done);
    return;
  }
  const own = route.kind === 'answer' ? route : NOTHING_LISTENS;
  answer(response, own);
  done({ status: own.status, targetStatus: undefined });
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, HOST, () => {
      server.removeListener('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
