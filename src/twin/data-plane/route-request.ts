// Where one request goes: by rule, cookie and weight to a target group, and there to the target whose turn it is.
import type { IncomingHttpHeaders } from 'node:http';
import type { RoutedRequest } from '../condition-holds.ts';
import { redirectLocation } from '../redirect.ts';
import { type Rewritten, rewritten } from '../rewrite.ts';
import { chooseRule, chooseTargetGroup } from '../route.ts';
import type {
  ActionView,
  ListenerView,
  RoutingView,
  RuleView,
  TargetGroupView,
  TargetView,
} from '../routing-view.ts';
import { ownPage } from './own-answer.ts';
import { hasCookie, stickyChoice, stickyCookies } from './sticky-cookies.ts';
import { createTargetTurns, type TargetTurns, takeTurn, targetKey } from './target-turns.ts';

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
      /** Set-Cookie values that it gets only when the target sets the application's own cookie. */
      readonly applicationCookies?: ApplicationCookies;
      /** To be called when the request has ended. */
      readonly release?: () => void;
      /** What the target gets instead of the client's host and address. */
      readonly rewritten?: Rewritten;
    }
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly body: string;
      readonly contentType?: string;
      /** Of a redirect. */
      readonly location?: string;
      /** Of a forward action that could send the request to no target. */
      readonly isForward?: true;
    }
);

export interface ApplicationCookies {
  readonly name: string;
  readonly cookies: readonly string[];
}

/** A load balancer node: what it knows now, and whose turn it is in each target group. */
export interface LoadBalancerNode {
  view: RoutingView;
  readonly turns: Map<string, TargetTurns>;
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

type ForwardView = Extract<ActionView, { type: 'forward' }>;

const NO_TARGET = { kind: 'answer', ...ownPage(503), isForward: true } as const;
const BAD_TRANSFORM = { kind: 'answer', ...ownPage(500), isForward: true } as const;
/** One number of chance chooses the group and, by its later digits, the target. */
const TARGET_CHANCES = 65_536;

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
      ? transformed(node, action, rule, head, chance)
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

/** The rule has decided already: what it rewrites only the target gets to see. */
function transformed(
  node: LoadBalancerNode,
  action: ForwardView,
  { transforms }: RuleView,
  head: RequestHead,
  chance: number,
): Route {
  if (transforms === undefined) return forwarded(node, action, head, chance);
  const after = rewritten(transforms, { host: head.headers.host ?? '', url: head.url });
  if (after === undefined) return BAD_TRANSFORM;
  const route = forwarded(node, action, head, chance);
  return route.kind === 'target' ? { ...route, rewritten: after } : route;
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
  const target =
    group && (keptTarget(group, headers.cookie, at) ?? nextTarget(node, group, chance, at));
  if (group === undefined || target === undefined) return NO_TARGET;
  const { instanceId, port: targetPort } = target;
  const route: Route = { kind: 'target', targetGroupArn: group.arn, instanceId, targetPort };
  const isCounted = group.algorithm === 'least_outstanding_requests';
  const isSticky = action.stickyMs !== undefined || group.stickyMs !== undefined;
  if (!isCounted && !isSticky) return route;
  return {
    ...route,
    ...(isSticky ? stickiness(action, group, instanceId, at) : {}),
    ...(isCounted ? { release: occupy(node, group, target) } : {}),
  };
}

function stickiness(
  action: ForwardView,
  group: TargetGroupView,
  instanceId: string,
  at: number,
): Pick<Extract<Route, { kind: 'target' }>, 'cookies' | 'applicationCookies'> {
  const names = `${group.arn} ${instanceId}`;
  const { applicationCookie: name, stickyMs } = group;
  const forGroup =
    action.stickyMs === undefined ? [] : stickyCookies('AWSALBTG', group.arn, at, action.stickyMs);
  if (stickyMs === undefined) return { cookies: forGroup };
  if (name === undefined) {
    return { cookies: [...forGroup, ...stickyCookies('AWSALB', names, at, stickyMs)] };
  }
  const cookies = stickyCookies('AWSALBAPP-0', names, at, stickyMs);
  return { cookies: forGroup, applicationCookies: { name, cookies } };
}

/** With an application's cookie a client stays only as long as it sends that, too. */
function keptTarget(
  group: TargetGroupView,
  cookies: string | undefined,
  at: number,
): TargetView | undefined {
  const { stickyMs, applicationCookie } = group;
  if (stickyMs === undefined || cookies === undefined) return undefined;
  if (applicationCookie !== undefined && !hasCookie(cookies, applicationCookie)) return undefined;
  const cookie = applicationCookie === undefined ? 'AWSALB' : 'AWSALBAPP-0';
  const named = stickyChoice(cookies, cookie, at);
  return group.targets.find(({ instanceId }) => `${group.arn} ${instanceId}` === named);
}

function nextTarget(
  node: LoadBalancerNode,
  group: TargetGroupView,
  chance: number,
  at: number,
): TargetView | undefined {
  return takeTurn(turnsOf(node, group), group, (chance * TARGET_CHANCES) % 1, at);
}

function turnsOf({ turns }: LoadBalancerNode, { arn }: TargetGroupView): TargetTurns {
  const known = turns.get(arn);
  if (known !== undefined) return known;
  const made = createTargetTurns();
  turns.set(arn, made);
  return made;
}

/** Counts the request; answers how to end that. */
function occupy(node: LoadBalancerNode, group: TargetGroupView, target: TargetView): () => void {
  const { outstanding } = turnsOf(node, group);
  const key = targetKey(target);
  outstanding.set(key, (outstanding.get(key) ?? 0) + 1);
  return () => {
    const left = (outstanding.get(key) ?? 1) - 1;
    if (left > 0) outstanding.set(key, left);
    else outstanding.delete(key);
  };
}
