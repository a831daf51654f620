// Requests without sockets: so many a second per host, routed by the nodes' views and counted.
import type { Clock } from '../lib/clock.ts';
import { createRandom, type Random } from './random.ts';
import { chooseRule, chooseTargetGroup } from './route.ts';
import type { RequestRecord, RoutingView } from './routing-view.ts';
import type { SimulatedHost } from './simulated-host.ts';
import { chooseByShare } from './slow-start-share.ts';
import type { Twin } from './twin.ts';

export interface TrafficSource {
  readonly host: string;
  readonly path?: string;
  /** The listener's port; 80 when not given. */
  readonly port?: number;
  readonly requestsPerSecond: number;
}

export interface SimulatedTraffic {
  counts(): TrafficCounts;
  stop(): void;
}

interface TrafficCounts {
  readonly sent: number;
  /** Answered with 5xx, by a target or by the load balancer. */
  readonly failed: number;
}

const TICK_MS = 1_000;

/** Sends to the first load balancer that has the port, from now until it is stopped. */
export function startSimulatedTraffic(options: {
  readonly clock: Clock;
  readonly twin: Twin;
  readonly host: SimulatedHost;
  readonly sources: readonly TrafficSource[];
  /** How far the bursts lie apart in which the requests come. */
  readonly tickMs?: number;
}): SimulatedTraffic {
  const { clock, twin, host, sources, tickMs = TICK_MS } = options;
  const random = createRandom(twin.spec.seed, 'traffic');
  const views = new Map<string, RoutingView>();
  const forget = twin.onRoutingView((view) => {
    views.set(`${view.loadBalancerArn}#${view.node}`, view);
  });
  const owed = sources.map(() => 0);
  let sent = 0;
  let failed = 0;

  const send = (source: TrafficSource): void => {
    const port = source.port ?? 80;
    const nodes = [...views.values()].filter((view) => listenerOf(view, port) !== undefined);
    const view = nodes[Math.floor(random.next() * nodes.length)];
    if (view === undefined) return;
    const record = answerRequest(view, source, { host, random, now: clock.now() });
    twin.recordRequest(record);
    sent += 1;
    if (record.status >= 500) failed += 1;
  };
  const tick = (): void => {
    cancel = clock.after(tickMs, tick);
    sources.forEach((source, index) => {
      let due = (owed[index] ?? 0) + (source.requestsPerSecond * tickMs) / 1_000;
      for (; due >= 1; due--) send(source);
      owed[index] = due;
    });
  };
  let cancel = clock.after(tickMs, tick);

  return {
    counts: () => ({ sent, failed }),
    stop() {
      cancel();
      forget();
    },
  };
}

function answerRequest(
  view: RoutingView,
  source: TrafficSource,
  { host, random, now }: { host: SimulatedHost; random: Random; now: number },
): RequestRecord {
  const request = { host: source.host, path: source.path ?? '/', headers: {} };
  const rule = chooseRule(listenerOf(view, source.port ?? 80)?.rules ?? [], request);
  const base = { loadBalancerArn: view.loadBalancerArn, targetStatus: undefined, durationMs: 0 };
  const unrouted = { ...base, targetGroupArn: undefined };
  if (rule === undefined) return { ...unrouted, status: 404 };
  if (rule.action.type !== 'forward') return { ...unrouted, status: rule.action.status };
  const targetGroupArn = chooseTargetGroup(rule.action.targetGroups, random.next());
  const targets = view.targetGroups.get(targetGroupArn ?? '')?.targets ?? [];
  const target = chooseByShare(targets, random.next(), now);
  if (target === undefined) return { ...unrouted, status: 503 };
  const response = host.respond(target.instanceId);
  if (response === undefined) return { ...base, targetGroupArn, status: 502 };
  const { status, durationMs } = response;
  return { ...base, targetGroupArn, targetStatus: status, status, durationMs };
}

function listenerOf(view: RoutingView, port: number): RoutingView['listeners'][number] | undefined {
  return view.listeners.find((listener) => listener.port === port);
}
