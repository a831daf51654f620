// Where one request goes: the first rule whose conditions hold, a target group by weight, a target in turn.
import type { ConditionView, ListenerView, RoutingView, TargetGroupView } from '../routing-view.ts';
import { fitsWildcard } from './wildcard.ts';

/** What of a request the rules look at. Header names are lower case. */
export interface RoutedRequest {
  readonly host: string;
  /** With the query, as in the request line. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

export type Route =
  | { readonly kind: 'target'; readonly targetGroupArn: string; readonly instanceId: string }
  | { readonly kind: 'answer'; readonly status: number; readonly body: string };

/** A load balancer node: what it knows now, and whose turn it is in each target group. */
export interface LoadBalancerNode {
  view: RoutingView;
  readonly turns: Map<string, number>;
}

const NO_TARGET: Route = { kind: 'answer', status: 503, body: 'Service Temporarily Unavailable\n' };

/** `random` gives numbers from 0 to below 1; one is drawn where several groups carry weight. */
export function route(
  node: LoadBalancerNode,
  listenerArn: string,
  request: RoutedRequest,
  random: () => number,
): Route {
  const listener = node.view.listeners.find((candidate) => candidate.arn === listenerArn);
  const action = listener && firstRule(listener, request)?.action;
  if (action === undefined) return NO_TARGET;
  if (action.type === 'fixed-response') {
    return { kind: 'answer', status: action.status, body: action.body };
  }
  const arn = byWeight(action.targetGroups, random);
  const group = arn === undefined ? undefined : node.view.targetGroups.get(arn);
  return (group && nextTarget(node, group)) ?? NO_TARGET;
}

function firstRule(
  listener: ListenerView,
  request: RoutedRequest,
): ListenerView['rules'][number] | undefined {
  return listener.rules.find((rule) =>
    rule.conditions.every((condition) => holds(condition, request)),
  );
}

function holds(condition: ConditionView, request: RoutedRequest): boolean {
  if (condition.field === 'http-header') {
    const given = request.headers[condition.name.toLowerCase()] ?? [];
    const values = typeof given === 'string' ? [given] : given;
    return values.some((value) => fitsOne(condition.values, value, 'any-case'));
  }
  if (condition.field === 'host-header') {
    return fitsOne(condition.values, request.host.replace(/:\d+$/, ''), 'any-case');
  }
  const [path = ''] = request.path.split('?', 1);
  return fitsOne(condition.values, path, 'exact-case');
}

function fitsOne(
  patterns: readonly string[],
  text: string,
  letters: 'any-case' | 'exact-case',
): boolean {
  if (letters === 'exact-case') return patterns.some((pattern) => fitsWildcard(pattern, text));
  const lower = text.toLowerCase();
  return patterns.some((pattern) => fitsWildcard(pattern.toLowerCase(), lower));
}

function byWeight(
  groups: readonly { readonly arn: string; readonly weight: number }[],
  random: () => number,
): string | undefined {
  const weighted = groups.filter((group) => group.weight > 0);
  if (weighted.length < 2) return weighted[0]?.arn;
  const sum = weighted.reduce((total, group) => total + group.weight, 0);
  let left = random() * sum;
  for (const group of weighted) {
    left -= group.weight;
    if (left < 0) return group.arn;
  }
  return weighted.at(-1)?.arn;
}

function nextTarget(node: LoadBalancerNode, group: TargetGroupView): Route | undefined {
  const turn = (node.turns.get(group.arn) ?? 0) % Math.max(1, group.targets.length);
  const target = group.targets[turn];
  if (target === undefined) return undefined;
  node.turns.set(group.arn, turn + 1);
  return { kind: 'target', targetGroupArn: group.arn, instanceId: target.instanceId };
}
