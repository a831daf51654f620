// What each node of each load balancer routes by: every change reaches every node in its own time.
import { canonicalJson } from '../../lib/json.ts';
import { objectOf, textOf } from '../request-fields.ts';
import type { ActionView, RoutingView, TargetGroupView } from '../routing-view.ts';
import type { World } from '../world.ts';
import type { LoadBalancerSpec } from '../world-spec.ts';
import { weightsOf } from './actions.ts';
import { conditionViews } from './conditions.ts';
import type { LoadBalancing, Rule } from './load-balancing.ts';
import type { TargetGroup } from './target-group.ts';

export interface Routing {
  onView(listener: (view: RoutingView) => void): () => void;
}

/** Starts with every node knowing everything. */
export function createRouting(world: World, loadBalancing: LoadBalancing): Routing {
  const random = world.random('propagation');
  const listeners = new Set<(view: RoutingView) => void>();
  const nodes = world.spec.loadBalancers.map((spec) => {
    const first = viewOf(spec, loadBalancing);
    return {
      spec,
      text: textOfView(first),
      version: 0,
      known: Array.from({ length: spec.nodes }, (_, node) => ({
        version: 0,
        view: { ...first, node },
      })),
    };
  });

  loadBalancing.onChange(() => {
    for (const each of nodes) {
      const view = viewOf(each.spec, loadBalancing);
      const text = textOfView(view);
      if (text === each.text) continue;
      each.text = text;
      each.version += 1;
      const { version } = each;
      each.known.forEach((known, node) => {
        world.timers.after(random.within(world.spec.timing.propagationMs), () => {
          if (known.version > version) return;
          known.version = version;
          known.view = { ...view, node };
          for (const listener of listeners) listener(known.view);
        });
      });
    }
  });

  return {
    onView(listener) {
      listeners.add(listener);
      for (const { known } of nodes) for (const { view } of known) listener(view);
      return () => listeners.delete(listener);
    },
  };
}

function viewOf(spec: LoadBalancerSpec, loadBalancing: LoadBalancing): RoutingView {
  const targetGroups = new Map<string, TargetGroupView>();
  const listeners = spec.listeners.map(({ arn, port }) => {
    const rules = loadBalancing.listeners.get(arn)?.rules ?? [];
    for (const rule of rules) {
      for (const { arn: groupArn } of weightsOf(rule.actions.now)) {
        const group = loadBalancing.targetGroups.get(groupArn);
        if (group !== undefined) targetGroups.set(groupArn, targetGroupView(group));
      }
    }
    return {
      arn,
      port,
      rules: rules.map((rule) => ({
        arn: rule.arn,
        conditions: conditionViews(rule.conditions.now),
        action: actionView(rule),
      })),
    };
  });
  return { loadBalancerArn: spec.arn, node: 0, listeners, targetGroups };
}

/** With no healthy target the load balancer fails open: every registered one gets requests. */
function targetGroupView(group: TargetGroup): TargetGroupView {
  const registered = group.targets().filter(({ state }) => state !== 'draining');
  const healthy = registered.filter(({ state }) => state === 'healthy');
  const chosen = healthy.length > 0 ? healthy : registered;
  return {
    arn: group.spec.arn,
    targets: chosen.map(({ instanceId, port }) => ({ instanceId, port })),
  };
}

function actionView(rule: Rule): ActionView {
  const actions = rule.actions.now;
  const targetGroups = weightsOf(actions);
  if (targetGroups.length > 0) return { type: 'forward', targetGroups };
  const [fixed] = actions.map((action) => objectOf(action, 'FixedResponseConfig')).filter(isGiven);
  const [redirect] = actions.map((action) => objectOf(action, 'RedirectConfig')).filter(isGiven);
  return {
    type: 'fixed-response',
    status:
      redirect === undefined ? Number(fixed?.['StatusCode'] ?? 503) : redirectStatus(redirect),
    body: textOf(fixed ?? {}, 'MessageBody') ?? '',
  };
}

function redirectStatus(config: NonNullable<ReturnType<typeof objectOf>>): number {
  return config['StatusCode'] === 'HTTP_301' ? 301 : 302;
}

function isGiven<Value>(value: Value | undefined): value is Value {
  return value !== undefined;
}

function textOfView(view: RoutingView): string {
  const targetGroups = [...view.targetGroups.values()].map(({ arn, targets }) => ({
    arn,
    targets: targets.map(({ instanceId, port }) => `${instanceId}:${port}`),
  }));
  return canonicalJson({ listeners: JSON.stringify(view.listeners), targetGroups });
}
