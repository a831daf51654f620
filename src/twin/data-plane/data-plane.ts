// The twin's data plane: real sockets for the listeners, and real requests routed to real instances.
import { createRandom } from '../random.ts';
import type { RequestRecord, RoutingView } from '../routing-view.ts';
import { createAccessLog } from './access-log.ts';
import type { ListenerAddress, ListenerOptions } from './listener-socket.ts';
import { createListenerSockets, type ListenerPort } from './listener-sockets.ts';
import type { LoadBalancerNode } from './route-request.ts';
import { createTargetPools, type TargetAddress, type TargetPools } from './target-pools.ts';

/** The part of the twin's model that the data plane needs. */
export interface RoutedTwin {
  /** Calls at once with every node's view, then with each changed one; answers how to stop. */
  onRoutingView(listener: (view: RoutingView) => void): () => void;
  recordRequest(record: RequestRecord): void;
}

export interface DataPlaneOptions {
  readonly twin: RoutedTwin;
  /** The port is the one with which a target is registered. */
  readonly host: { addressOf(instanceId: string, port: number): TargetAddress | undefined };
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
/** A multiple of every number of nodes: each is as likely to be the first. */
const ANY_NODE = 720_720;

/**
 * Opens one socket for each port that a listener has in the views, and closes it when no node knows
 * that port any more. Each connection belongs to one node of its load balancer; a request is routed
 * by what that node knows when its headers are read, and a changed view is one assignment: no
 * request sees half of a change.
 */
export async function startDataPlane(options: DataPlaneOptions): Promise<DataPlane> {
  const { twin, seed } = options;
  const loadBalancers = new Map<string, (LoadBalancerNode | undefined)[]>();
  const pools = createTargetPools();
  const random = createRandom(seed, 'data plane');
  const sockets = createListenerSockets((listener, nodes) => ({
    ...listener,
    nodes,
    firstNode: Math.floor(random.next() * ANY_NODE),
    ...commonOptions(options, pools, random.next, listener),
  }));
  const stopListening = twin.onRoutingView((view) => {
    const nodes = loadBalancers.get(view.loadBalancerArn) ?? [];
    loadBalancers.set(view.loadBalancerArn, nodes);
    const node = nodes[view.node];
    if (node === undefined) nodes[view.node] = { view, turns: new Map() };
    else learn(node, view);
    if (nodes.every((each) => each?.view.listeners.length === 0)) {
      loadBalancers.delete(view.loadBalancerArn);
    }
    pools.keepOnly(instancesIn(loadBalancers));
    sockets.follow(view.loadBalancerArn, nodes);
  });
  await sockets.opened();
  return {
    addresses: sockets.addresses,
    async close() {
      stopListening();
      await sockets.close();
      pools.close();
    },
  };
}

function commonOptions(
  {
    twin,
    host,
    targetTimeoutMs = TARGET_TIMEOUT_MS,
    clock = Date,
    writeAccessLog,
  }: DataPlaneOptions,
  pools: TargetPools,
  chance: () => number,
  { loadBalancerArn, port }: ListenerPort,
): Omit<ListenerOptions, keyof ListenerPort | 'nodes' | 'firstNode'> {
  const now = (): number => clock.now();
  const accessLog =
    writeAccessLog && createAccessLog({ loadBalancerArn, port, now, write: writeAccessLog });
  return {
    chance,
    targetTimeoutMs,
    poolOf({ instanceId, targetPort }) {
      const address = host.addressOf(instanceId, targetPort);
      return address && pools.of(instanceId, address);
    },
    record: (record) => twin.recordRequest(record),
    now,
    ...(accessLog === undefined ? {} : { accessLog }),
  };
}

/** What a node remembers of target groups goes with them. */
function learn(node: LoadBalancerNode, view: RoutingView): void {
  node.view = view;
  for (const arn of node.turns.keys()) if (!view.targetGroups.has(arn)) node.turns.delete(arn);
}

function instancesIn(
  loadBalancers: ReadonlyMap<string, readonly (LoadBalancerNode | undefined)[]>,
): Set<string> {
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
