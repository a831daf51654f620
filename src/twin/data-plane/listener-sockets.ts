// All open sockets of the data plane: they come, move and go as nodes learn of listeners.
import {
  type ListenerAddress,
  type ListenerOptions,
  type ListenerSocket,
  openListener,
} from './listener-socket.ts';
import type { LoadBalancerNode } from './route-request.ts';

/** A listener at one of its ports: when that changes, both are open until every node knows. */
export type ListenerPort = Pick<ListenerOptions, 'loadBalancerArn' | 'listenerArn' | 'port'>;

type Nodes = readonly (LoadBalancerNode | undefined)[];

export interface ListenerSockets {
  /** To be called whenever a node of the load balancer has learned something. */
  follow(loadBalancerArn: string, nodes: Nodes): void;
  /** Those that can be connected to. */
  addresses(): readonly ListenerAddress[];
  /** Resolves when all that were asked for so far can be. */
  opened(): Promise<void>;
  close(): Promise<void>;
}

interface OpenSocket {
  readonly listener: ListenerPort;
  readonly opening: Promise<ListenerSocket>;
  socket: ListenerSocket | undefined;
}

export function createListenerSockets(
  optionsOf: (listener: ListenerPort, nodes: Nodes) => ListenerOptions,
): ListenerSockets {
  const open = new Map<string, OpenSocket>();
  const retired = new Set<OpenSocket>();
  const add = (key: string, listener: ListenerPort, nodes: Nodes): void => {
    const opening = openListener(optionsOf(listener, nodes));
    const added: OpenSocket = { listener, opening, socket: undefined };
    open.set(key, added);
    void opening.then((socket) => {
      added.socket = socket;
    });
  };
  const retire = async (each: OpenSocket): Promise<void> => {
    retired.add(each);
    await (await each.opening).retire();
    retired.delete(each);
  };
  return {
    follow(loadBalancerArn, nodes) {
      const wanted = listenersOf(loadBalancerArn, nodes);
      for (const [key, listener] of wanted) if (!open.has(key)) add(key, listener, nodes);
      for (const [key, each] of open) {
        if (each.listener.loadBalancerArn !== loadBalancerArn || wanted.has(key)) continue;
        open.delete(key);
        void retire(each);
      }
    },
    addresses: () => [...open.values()].flatMap(({ socket }) => socket?.address ?? []),
    async opened() {
      await Promise.all([...open.values()].map(({ opening }) => opening));
    },
    async close() {
      const all = [...open.values(), ...retired];
      await Promise.all(all.map(async ({ opening }) => (await opening).close()));
    },
  };
}

function listenersOf(loadBalancerArn: string, nodes: Nodes): ReadonlyMap<string, ListenerPort> {
  const wanted = new Map<string, ListenerPort>();
  for (const node of nodes) {
    for (const { arn: listenerArn, port } of node?.view.listeners ?? []) {
      wanted.set(`${listenerArn} ${port}`, { loadBalancerArn, listenerArn, port });
    }
  }
  return wanted;
}
