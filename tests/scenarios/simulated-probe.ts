// Probe requests without sockets: routed by the nodes' views, answered with the version of the instance's AMI.
import type { ProbeClient, ProbeRequest } from '../../src/steps/probe.ts';
import { createRandom, type Random } from '../../src/twin/random.ts';
import { chooseRule, chooseTargetGroup } from '../../src/twin/route.ts';
import type { RoutingView } from '../../src/twin/routing-view.ts';
import type { SimulatedHost } from '../../src/twin/simulated-host.ts';
import type { Twin } from '../../src/twin/twin.ts';
import type { WorldSpec } from '../../src/twin/world-spec.ts';

/** A host that remembers which version each instance was launched with. */
export interface VersionedHost extends SimulatedHost {
  versionOf(instanceId: string): string | undefined;
}

export function withVersions(host: SimulatedHost, spec: WorldSpec): VersionedHost {
  const byAmi = new Map(spec.amis.map(({ id, version }) => [id, version]));
  const versions = new Map<string, string | undefined>();
  return {
    ...host,
    launch(instance) {
      versions.set(instance.instanceId, byAmi.get(instance.amiId));
      host.launch(instance);
    },
    versionOf: (instanceId) => versions.get(instanceId),
  };
}

export function createSimulatedProbe(twin: Twin, host: VersionedHost): ProbeClient {
  const random = createRandom(twin.spec.seed, 'probe');
  const views = new Map<string, RoutingView>();
  twin.onRoutingView((view) => views.set(`${view.loadBalancerArn}#${view.node}`, view));
  return {
    send: async (request) => {
      const nodes = [...views.values()].filter(
        ({ loadBalancerArn }) => loadBalancerArn === request.loadBalancerArn,
      );
      return Array.from({ length: request.requests }, () => {
        const view = nodes[Math.floor(random.next() * nodes.length)];
        return view === undefined ? null : answer({ twin, host, random }, view, request);
      });
    },
  };
}

interface Surroundings {
  readonly twin: Twin;
  readonly host: VersionedHost;
  readonly random: Random;
}

function answer(
  { twin, host, random }: Surroundings,
  view: RoutingView,
  { listenerArn, host: name, path }: ProbeRequest,
): string | null {
  const listener = view.listeners.find(({ arn }) => arn === listenerArn);
  const request = { host: name ?? '', path: path ?? '/', headers: {} };
  const action = chooseRule(listener?.rules ?? [], request)?.action;
  if (action?.type !== 'forward') return null;
  const targetGroupArn = chooseTargetGroup(action.targetGroups, random.next());
  const targets = view.targetGroups.get(targetGroupArn ?? '')?.targets ?? [];
  const target = targets[Math.floor(random.next() * targets.length)];
  const response = target && host.respond(target.instanceId);
  const { loadBalancerArn } = view;
  twin.recordRequest({
    loadBalancerArn,
    targetGroupArn: target && targetGroupArn,
    targetStatus: response?.status,
    status: response?.status ?? 503,
    durationMs: response?.durationMs ?? 0,
  });
  return response === undefined ? null : (host.versionOf(target?.instanceId ?? '') ?? null);
}
