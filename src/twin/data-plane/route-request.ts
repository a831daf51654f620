// Where one request goes: by rule and weight to a target group, and there to the target whose turn it is.
import type { IncomingHttpHeaders } from 'node:http';
import { chooseRule, chooseTargetGroup } from '../route.ts';
import type { RoutingView, TargetGroupView } from '../routing-view.ts';

export type Route =
  | { readonly kind: 'target'; readonly targetGroupArn: string; readonly instanceId: string }
  | { readonly kind: 'answer'; readonly status: number; readonly body: string };

/** A load balancer node: what it knows now, and whose turn it is in each target group. */
export interface LoadBalancerNode {
  view: RoutingView;
  readonly turns: Map<string, number>;
}

/** What of a request the rules look at; the address as in the request line. */
export interface RequestHead {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

const NO_TARGET: Route = { kind: 'answer', status: 503, body: 'Service Temporarily Unavailable\n' };

/** `chance` is from 0 to below 1. */
export function routeRequest(
  node: LoadBalancerNode,
  listenerArn: string,
  { url, headers }: RequestHead,
  chance: number,
): Route {
  const listener = node.view.listeners.find((candidate) => candidate.arn === listenerArn);
  const [path = ''] = url.split('?', 1);
  const host = (headers.host ?? '').replace(/:\d+$/, '');
  const request = { host, path, headers: oneValueEach(headers) };
  const action = chooseRule(listener?.rules ?? [], request)?.action;
  if (action === undefined) return NO_TARGET;
  if (action.type === 'fixed-response') {
    return { kind: 'answer', status: action.status, body: action.body };
  }
  const arn = chooseTargetGroup(action.targetGroups, chance);
  const group = arn === undefined ? undefined : node.view.targetGroups.get(arn);
  return (group && nextTarget(node, group)) ?? NO_TARGET;
}

/** Only Set-Cookie comes as a list, and no client sends that. */
function oneValueEach(headers: IncomingHttpHeaders): Readonly<Record<string, string | undefined>> {
  return headers as Readonly<Record<string, string | undefined>>;
}

function nextTarget(node: LoadBalancerNode, group: TargetGroupView): Route | undefined {
  const turn = (node.turns.get(group.arn) ?? 0) % Math.max(1, group.targets.length);
  const target = group.targets[turn];
  if (target === undefined) return undefined;
  node.turns.set(group.arn, turn + 1);
  return { kind: 'target', targetGroupArn: group.arn, instanceId: target.instanceId };
}
