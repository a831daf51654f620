// Where one request goes: by rule, cookie and weight to a target group, and there to the target whose turn it is.
import type { IncomingHttpHeaders } from 'node:http';
import type { RoutedRequest } from '../condition-holds.ts';
import { redirectLocation } from '../redirect.ts';
import { chooseRule, chooseTargetGroup } from '../route.ts';
import type { ActionView, ListenerView, RoutingView, TargetGroupView } from '../routing-view.ts';
import { stickyChoice, stickyCookies } from './sticky-cookies.ts';

export type Route = {
  /** Of the rule that decided, as access logs tell it. */
  readonly rulePriority?: number;
} & (
  | {
      readonly kind: 'target';
      readonly targetGroupArn: string;
      readonly instanceId: string;
      /** With which the target is registered. */
      readonly targetPort: number;
      /** Set-Cookie values that the answer gets besides the target's own. */
      readonly cookies?: readonly string[];
    }
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly body: string;
      readonly contentType?: string;
      /** Of a redirect. */
      readonly location?: string;
    }
);

/** A load balancer node: what it knows now, and whose turn it is in each target group. */
export interface LoadBalancerNode {
  view: RoutingView;
  readonly turns: Map<string, number>;
}

/** What of a request the rules look at; the address as in the request line. */
export interface RequestHead {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly method?: string;
  readonly clientAddress?: string;
  /** On the twin's clock: how old cookies are depends on it. */
  readonly at?: number;
}

type TargetView = TargetGroupView['targets'][number];
type ForwardView = Extract<ActionView, { type: 'forward' }>;

const NO_TARGET = {
  kind: 'answer',
  status: 503,
  body: 'Service Temporarily Unavailable\n',
} as const;

/** `chance` is from 0 to below 1. */
export function routeRequest(
  node: LoadBalancerNode,
  listenerArn: string,
  head: RequestHead,
  chance: number,
): Route {
  const listener = node.view.listeners.find((candidate) => candidate.arn === listenerArn);
  const request = routedRequest(head);
  const rule = chooseRule(listener?.rules ?? [], request);
  if (rule === undefined || listener === undefined) return NO_TARGET;
  const { action, priority } = rule;
  const route =
    action.type === 'forward'
      ? forwarded(node, action, head, chance)
      : ownAnswer(listener, action, request);
  return priority === undefined ? route : { ...route, rulePriority: priority };
}

function routedRequest({ url, headers, method, clientAddress }: RequestHead): RoutedRequest {
  const mark = url.indexOf('?');
  return {
    host: (headers.host ?? '').replace(/:\d+$/, ''),
    path: mark < 0 ? url : url.slice(0, mark),
    query: mark < 0 ? '' : url.slice(mark + 1),
    headers: oneValueEach(headers),
    ...(method === undefined ? {} : { method }),
    ...(clientAddress === undefined ? {} : { clientAddress }),
  };
}

/** Only Set-Cookie comes as a list, and no client sends that. */
function oneValueEach(headers: IncomingHttpHeaders): Readonly<Record<string, string | undefined>> {
  return headers as Readonly<Record<string, string | undefined>>;
}

function ownAnswer(
  { port }: ListenerView,
  action: Exclude<ActionView, ForwardView>,
  request: RoutedRequest,
): Route {
  if (action.type === 'fixed-response') {
    const { status, body, contentType } = action;
    return { kind: 'answer', status, body, ...(contentType === undefined ? {} : { contentType }) };
  }
  const { host, path, query = '' } = request;
  const location = redirectLocation(action, { protocol: 'http', host, port, path, query });
  return { kind: 'answer', status: action.status, body: '', location };
}

/** A client's own target group is chosen whatever its weight, as long as the action still names it. */
function forwarded(
  node: LoadBalancerNode,
  action: ForwardView,
  { headers, at = 0 }: RequestHead,
  chance: number,
): Route {
  const named =
    action.stickyMs === undefined ? undefined : stickyChoice(headers.cookie, 'AWSALBTG', at);
  const kept = action.targetGroups.find(({ arn }) => arn === named)?.arn;
  const arn = kept ?? chooseTargetGroup(action.targetGroups, chance);
  const group = arn === undefined ? undefined : node.view.targetGroups.get(arn);
  const target = group && (keptTarget(group, headers.cookie, at) ?? nextTarget(node, group));
  if (group === undefined || target === undefined) return NO_TARGET;
  const { instanceId, port: targetPort } = target;
  const route: Route = { kind: 'target', targetGroupArn: group.arn, instanceId, targetPort };
  const cookies = [
    ...(action.stickyMs === undefined
      ? []
      : stickyCookies('AWSALBTG', group.arn, at, action.stickyMs)),
    ...(group.stickyMs === undefined
      ? []
      : stickyCookies('AWSALB', `${group.arn} ${instanceId}`, at, group.stickyMs)),
  ];
  return cookies.length === 0 ? route : { ...route, cookies };
}

function keptTarget(
  group: TargetGroupView,
  cookies: string | undefined,
  at: number,
): TargetView | undefined {
  if (group.stickyMs === undefined) return undefined;
  const named = stickyChoice(cookies, 'AWSALB', at);
  return group.targets.find(({ instanceId }) => `${group.arn} ${instanceId}` === named);
}

function nextTarget(node: LoadBalancerNode, group: TargetGroupView): TargetView | undefined {
  const turn = (node.turns.get(group.arn) ?? 0) % Math.max(1, group.targets.length);
  const target = group.targets[turn];
  if (target === undefined) return undefined;
  node.turns.set(group.arn, turn + 1);
  return target;
}
