// The twin's data plane: real sockets for the listeners, and real requests routed to real instances.
import { createRandom } from '../random.ts';
import type { RequestRecord, RoutingView } from '../routing-view.ts';
import { createAccessLog } from './access-log.ts';
import { type ListenerAddress, type ListenerSocket, openListener } from './listener-socket.ts';
import type { LoadBalancerNode } from './route-request.ts';
import { createTargetPools, type TargetAddress } from './target-pools.ts';

/** The part of the twin's model that the data plane needs. */
export interface RoutedTwin {
  /** Calls at once with every node's view, then with each changed one; answers how to stop. */
  onRoutingView(listener: (view: RoutingView) => void): () => void;
  recordRequest(record: RequestRecord): void;
}

export interface DataPlaneOptions {
  readonly twin: RoutedTwin;
  readonly host: { addressOf(instanceId: string): TargetAddress | undefined };
  readonly seed: number;
  /** Real time that a target may be silent; AWS's default is a minute. */
  readonly targetTimeoutMs?: number;
  /** The twin's clock, by which cookies get old and logs tell the time; this machine's when not given. */
  readonly clock?: { now(): number };
  /** Gets one line for each request in the order of AWS's access logs; without it none is kept. */
  readonly writeAccessLog?: (line: string) => void;
}

export interface DataPlane {
  addresses(): readonly ListenerAddress[];
  /** Cuts what is open: requests under way end unanswered. */
  close(): Promise<void>;
}

const TARGET_TIMEOUT_MS = 60_000;

/**
 * Opens one socket for each listener that the first views name. Each connection belongs to one node
 * of its load balancer; a request is routed by what that node knows when its headers are read, and
 * a changed view is one assignment: no request sees half of a change.
 */
export async function startDataPlane(options: DataPlaneOptions): Promise<DataPlane> {
  const { twin, host, seed, writeAccessLog: write } = options;
  const now = (): number => (options.clock ?? Date).now();
  const loadBalancers = new Map<string, LoadBalancerNode[]>();
  const pools = createTargetPools();
  const stopListening = twin.onRoutingView((view) => {
    const nodes = loadBalancers.get(view.loadBalancerArn) ?? [];
    loadBalancers.set(view.loadBalancerArn, nodes);
    const node = nodes[view.node];
    if (node === undefined) nodes[view.node] = { view, turns: new Map() };
    else node.view = view;
    pools.keepOnly(instancesIn(loadBalancers));
  });
  const random = createRandom(seed, 'data plane');
  const sockets: ListenerSocket[] = [];
  for (const [loadBalancerArn, nodes] of loadBalancers) {
    for (const listener of nodes[0]?.view.listeners ?? []) {
      const firstNode = Math.floor(random.next() * nodes.length);
      sockets.push(
        await openListener({
          loadBalancerArn,
          listenerArn: listener.arn,
          port: listener.port,
          nodes,
          firstNode,
          chance: random.next,
          targetTimeoutMs: options.targetTimeoutMs ?? TARGET_TIMEOUT_MS,
          poolOf: (instanceId) => {
            const address = host.addressOf(instanceId);
            return address && pools.of(instanceId, address);
          },
          record: (record) => twin.recordRequest(record),
          now,
          ...(write === undefined
            ? {}
            : {
                accessLog: createAccessLog({ loadBalancerArn, port: listener.port, now, write }),
              }),
        }),
      );
    }
  }
  return {
    addresses: () => sockets.map((socket) => socket.address),
    async close() {
      stopListening();
      await Promise.all(sockets.map((socket) => socket.close()));
      pools.close();
    },
  };
}

function instancesIn(loadBalancers: ReadonlyMap<string, readonly LoadBalancerNode[]>): Set<string> {
  const instanceIds = new Set<string>();
  for (const nodes of loadBalancers.values()) {
    for (const node of nodes) {
      for (const group of node?.view.targetGroups.values() ?? []) {
        for (const target of group.targets) instanceIds.add(target.instanceId);
      }
    }
  }
  return instanceIds;
}
