// One listener of a load balancer as a real socket: connections belong to nodes, requests are routed one by one.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Dispatcher } from 'undici';
import type { RequestRecord } from '../routing-view.ts';
import { answer, type Forwarded, forwardRequest } from './forward-request.ts';
import { type LoadBalancerNode, routeRequest } from './route-request.ts';

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
  readonly poolOf: (instanceId: string) => Dispatcher | undefined;
  readonly record: (record: RequestRecord) => void;
}

export interface ListenerSocket {
  readonly address: ListenerAddress;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
const CONNECTION_LIMIT = 2_000;
const IDLE_CLIENT_MS = 60_000;

export async function openListener(options: ListenerOptions): Promise<ListenerSocket> {
  const nodeOf = new WeakMap<Socket, LoadBalancerNode>();
  let connections = options.firstNode;
  const server = createServer({ keepAliveTimeout: IDLE_CLIENT_MS }, (request, response) => {
    const node = nodeOf.get(request.socket);
    if (node === undefined) response.destroy();
    else void handle(options, node, request, response);
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

async function handle(
  options: ListenerOptions,
  node: LoadBalancerNode,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const startedAt = performance.now();
  const { headers, url = '/' } = request;
  const way = routeRequest(node, options.listenerArn, { url, headers }, options.chance());
  let forwarded: Forwarded;
  if (way.kind === 'answer') {
    answer(response, way.status, way.body);
    forwarded = { status: way.status, targetStatus: undefined };
  } else {
    const pool = options.poolOf(way.instanceId);
    if (pool === undefined) {
      answer(response, 502, 'the target does not answer\n');
      forwarded = { status: 502, targetStatus: undefined };
    } else {
      forwarded = await forwardRequest(pool, request, response, options.port);
    }
  }
  options.record({
    loadBalancerArn: options.loadBalancerArn,
    targetGroupArn: way.kind === 'target' ? way.targetGroupArn : undefined,
    ...forwarded,
    durationMs: performance.now() - startedAt,
  });
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
