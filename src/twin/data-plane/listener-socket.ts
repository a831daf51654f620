// One listener of a load balancer as a real socket: connections belong to nodes, requests are routed one by one.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { RequestRecord } from '../routing-view.ts';
import type { AccessLog } from './access-log.ts';
import { type Forwarded, forwardRequest } from './forward-request.ts';
import { answer } from './own-answer.ts';
import { type LoadBalancerNode, routeRequest } from './route-request.ts';
import type { TargetPool } from './target-pools.ts';

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
  /** Never empty; a node's view may be replaced at any time. */
  readonly nodes: readonly LoadBalancerNode[];
  /** The node of the first connection; the next ones take the nodes in turn. */
  readonly firstNode: number;
  /** A number from 0 to below 1, another at each call. */
  readonly chance: () => number;
  /** Undefined when nothing of the instance listens. */
  readonly poolOf: (instanceId: string) => TargetPool | undefined;
  /** Real time that a target may be silent. */
  readonly targetTimeoutMs: number;
  readonly record: (record: RequestRecord) => void;
  /** The twin's time. */
  readonly now: () => number;
  /** Absent when nobody wants one. */
  readonly accessLog?: AccessLog;
}

export interface ListenerSocket {
  readonly address: ListenerAddress;
  close(): Promise<void>;
}

const NO_COOKIES: readonly string[] = [];
const NO_ANSWER = { status: 502, body: 'the target does not answer\n' };
const HOST = '127.0.0.1';
const CONNECTION_LIMIT = 2_000;
const IDLE_CLIENT_MS = 60_000;

export async function openListener(options: ListenerOptions): Promise<ListenerSocket> {
  const nodeOf = new WeakMap<Socket, LoadBalancerNode>();
  let connections = options.firstNode;
  const server = createServer({ keepAliveTimeout: IDLE_CLIENT_MS }, (request, response) => {
    const node = nodeOf.get(request.socket);
    if (node === undefined) response.destroy();
    else handle(options, node, request, response);
  });
  server.maxConnections = CONNECTION_LIMIT;
  server.on('connection', (socket: Socket) => {
    const node = options.nodes[connections % options.nodes.length];
    connections += 1;
    if (node !== undefined) nodeOf.set(socket, node);
  });
  const { loadBalancerArn, listenerArn, port } = options;
  const actualPort = await listen(server);
  return {
    address: { loadBalancerArn, listenerArn, port, host: HOST, actualPort },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function handle(
  options: ListenerOptions,
  node: LoadBalancerNode,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const startedAt = performance.now();
  const logged = options.accessLog?.begin(request);
  const { headers, url = '/', method = 'GET' } = request;
  const clientAddress = request.socket.remoteAddress ?? HOST;
  const head = { url, headers, method, clientAddress, at: options.now() };
  const route = routeRequest(node, options.listenerArn, head, options.chance());
  const done = (forwarded: Forwarded): void => {
    options.record({
      loadBalancerArn: options.loadBalancerArn,
      targetGroupArn: route.kind === 'target' ? route.targetGroupArn : undefined,
      targetStatus: forwarded.targetStatus,
      status: forwarded.status,
      durationMs: performance.now() - startedAt,
    });
    logged?.(route, forwarded);
  };
  const target = route.kind === 'target' ? options.poolOf(route.instanceId) : undefined;
  if (route.kind === 'target' && target !== undefined) {
    const { port: listenerPort, targetTimeoutMs: timeoutMs } = options;
    const { cookies = NO_COOKIES } = route;
    forwardRequest(target, { request, response, listenerPort, timeoutMs, cookies }, done);
    return;
  }
  const own = route.kind === 'answer' ? route : NO_ANSWER;
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
