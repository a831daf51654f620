// What each node of each load balancer routes by: every change reaches every node in its own time.
import { canonicalJson } from '../../lib/json.ts';
import type { RoutingView, TargetGroupView } from '../routing-view.ts';
import type { World } from '../world.ts';
import type { LoadBalancerSpec } from '../world-spec.ts';
import { weightsOf } from './actions.ts';
import type { LoadBalancing } from './load-balancing.ts';
import { loadBalancerSettings, targetGroupSettings } from './request-settings.ts';
import { shownRule } from './rule-view.ts';
import { type KnownLoadBalancer, savedRouting, withoutListeners } from './saved-routing.ts';
import type { TargetGroup } from './target-group.ts';

export interface Routing {
  onView(listener: (view: RoutingView) => void): () => void;
}

/** Starts with every node knowing everything. */
export function createRouting(world: World, loadBalancing: LoadBalancing): Routing {
  const random = world.random('propagation');
  const listeners = new Set<(view: RoutingView) => void>();
  const known = new Map<string, KnownLoadBalancer>();
  const follow = (): void => {
    for (const [arn, spec] of loadBalancing.loadBalancers) {
      if (!known.has(arn)) known.set(arn, firstKnowledge(spec, loadBalancing));
    }
    for (const [arn, { nodes }] of known) {
      if (loadBalancing.loadBalancers.has(arn)) continue;
      known.delete(arn);
      for (const { view } of nodes) tell(withoutListeners(view));
    }
  };
  const tell = (view: RoutingView): void => {
    for (const listener of listeners) listener(view);
  };
  follow();
  const waits = world.timers.waits('propagation', (key) => {
    const [arn = '', number = '', version = ''] = key.split(' ');
    learn(known.get(arn), Number(number), Number(version), tell);
  });
  world.saved.add('routing', savedRouting(known, tell));

  loadBalancing.onChange((targetGroupArn) => {
    follow();
    for (const each of concerned(known, loadBalancing, targetGroupArn)) {
      const { view, text } = viewOf(each.spec, loadBalancing);
      if (text === each.text) continue;
      each.text = text;
      each.version += 1;
      each.underWay.set(each.version, view);
      each.nodes.forEach((_, number) => {
        const key = `${each.spec.arn} ${number} ${each.version}`;
        waits.set(key, random.within(world.spec.timing.propagationMs));
      });
    }
  });

  return {
    onView(listener) {
      listeners.add(listener);
      for (const { nodes } of known.values()) for (const { view } of nodes) listener(view);
      return () => listeners.delete(listener);
    },
  };
}

/** Those whose views can have changed. */
function concerned(
  known: ReadonlyMap<string, KnownLoadBalancer>,
  { loadBalancersOf }: LoadBalancing,
  targetGroupArn: string | undefined,
): readonly KnownLoadBalancer[] {
  if (targetGroupArn === undefined) return [...known.values()];
  return loadBalancersOf(targetGroupArn).flatMap((arn) => known.get(arn) ?? []);
}

/** A node that knows something later already stays with that. */
function learn(
  of: KnownLoadBalancer | undefined,
  number: number,
  version: number,
  tell: (view: RoutingView) => void,
): void {
  const node = of?.nodes[number];
  const view = of?.underWay.get(version);
  if (of === undefined || node === undefined || view === undefined) return;
  if (node.version <= version) {
    node.version = version;
    node.view = { ...view, node: number };
    tell(node.view);
  }
  const least = Math.min(...of.nodes.map((each) => each.version));
  for (const each of of.underWay.keys()) if (each <= least) of.underWay.delete(each);
}

interface Shown {
  readonly view: RoutingView;
  /** Equal texts mean equal views. */
  readonly text: string;
}

/** A new load balancer's nodes begin with what it has then. */
function firstKnowledge(spec: LoadBalancerSpec, loadBalancing: LoadBalancing): KnownLoadBalancer {
  const { view: first, text } = viewOf(spec, loadBalancing);
  return {
    spec,
    text,
    version: 0,
    underWay: new Map(),
    nodes: Array.from({ length: spec.nodes }, (_, node) => ({
      version: 0,
      view: { ...first, node },
    })),
  };
}

function viewOf(spec: LoadBalancerSpec, loadBalancing: LoadBalancing): Shown {
  const { records } = loadBalancing;
  const targetGroups = new Map<string, TargetGroupView>();
  const texts: string[] = [];
  const listeners = loadBalancing.listenersOf(spec.arn).map((listener) => {
    const { arn, port } = listener.spec;
    texts.push(`${arn} ${port}`);
    const rules = listener.rules.map((rule) => {
      for (const { arn: groupArn } of weightsOf(rule.actions.now)) {
        const group = loadBalancing.targetGroups.get(groupArn);
        if (group === undefined || targetGroups.has(groupArn)) continue;
        targetGroups.set(groupArn, targetGroupView(group, records.attributes(groupArn)));
      }
      const { view, text } = shownRule(rule, records.fields(rule.arn));
      texts.push(text);
      return view;
    });
    return { arn, port, rules };
  });
  const settings = loadBalancerSettings(records.attributes(spec.arn));
  texts.push(JSON.stringify([...targetGroups.values()]), canonicalJson({ ...settings }));
  const own = settings === undefined ? {} : { settings };
  const view = { loadBalancerArn: spec.arn, node: 0, listeners, targetGroups, ...own };
  return { view, text: texts.join('\n') };
}

/** With no healthy target the load balancer fails open: every registered one gets requests. */
function targetGroupView(
  group: TargetGroup,
  attributes: Readonly<Record<string, string>>,
): TargetGroupView {
  const registered = group.targets().filter(({ state }) => state !== 'draining');
  const healthy = registered.filter(({ state }) => state === 'healthy');
  const chosen = healthy.length > 0 ? healthy : registered;
  return {
    arn: group.spec.arn,
    targets: chosen.map(({ instanceId, port, slowStart }) => ({
      instanceId,
      port,
      ...(slowStart === undefined ? {} : { slowStart }),
    })),
    ...targetGroupSettings(group.spec.stickiness, attributes),
  };
}
