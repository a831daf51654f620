// What the data plane needs of a twin, made by hand: views that a test replaces, and real servers as instances.
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RoutedTwin } from '../src/twin/data-plane/data-plane.ts';
import type { TargetAddress } from '../src/twin/data-plane/target-pools.ts';
import type { RequestRecord, RoutingView, RuleView } from '../src/twin/routing-view.ts';

const loadBalancerArn = 'arn:load-balancer/shop';
export const listenerArn = 'arn:listener/shop';

/** Target groups by name, each with the instances that may get requests. */
export type Groups = Readonly<Record<string, readonly string[]>>;

export interface HandMadeTwin extends RoutedTwin {
  readonly records: RequestRecord[];
  show(view: RoutingView): void;
}

export function handMadeTwin(first: readonly RoutingView[]): HandMadeTwin {
  const listeners = new Set<(view: RoutingView) => void>();
  const records: RequestRecord[] = [];
  return {
    records,
    onRoutingView(listener) {
      listeners.add(listener);
      for (const view of first) listener(view);
      return () => listeners.delete(listener);
    },
    recordRequest: (record) => records.push(record),
    show(view) {
      for (const listener of listeners) listener(view);
    },
  };
}

export function viewOf(rules: readonly RuleView[], groups: Groups, node = 0): RoutingView {
  return {
    loadBalancerArn,
    node,
    listeners: [{ arn: listenerArn, port: 80, rules }],
    targetGroups: new Map(
      Object.entries(groups).map(([arn, instanceIds]) => [
        arn,
        { arn, targets: instanceIds.map((instanceId) => ({ instanceId, port: 8080 })) },
      ]),
    ),
  };
}

/** One rule without conditions that forwards by these weights. */
export function forwardBy(weights: Readonly<Record<string, number>>): RuleView {
  const targetGroups = Object.entries(weights).map(([arn, weight]) => ({ arn, weight }));
  return { arn: 'arn:rule/default', conditions: [], action: { type: 'forward', targetGroups } };
}

export interface RealInstances {
  addressOf(instanceId: string): TargetAddress | undefined;
  close(): Promise<void>;
}

/** One server on this machine per instance; each answers as its listener says. */
export async function realInstances(
  instances: Readonly<Record<string, RequestListener>>,
): Promise<RealInstances> {
  const addresses = new Map<string, TargetAddress>();
  const servers = Object.entries(instances).map(([instanceId, listener]) => {
    const server = createServer({ keepAliveTimeout: 60_000 }, listener);
    return new Promise<typeof server>((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const { port } = server.address() as AddressInfo;
        addresses.set(instanceId, { host: '127.0.0.1', port });
        resolve(server);
      });
    });
  });
  const open = await Promise.all(servers);
  return {
    addressOf: (instanceId) => addresses.get(instanceId),
    async close() {
      for (const server of open) server.closeAllConnections();
      await Promise.all(open.map((server) => new Promise((done) => server.close(done))));
    },
  };
}

/** An instance that answers with its own name. */
export function named(name: string): RequestListener {
  return (_request, response) => {
    response.setHeader('x-instance', name);
    response.end(`${name}\n`);
  };
}
