// Specifies the load balancer's cookies: who stays with which target group and target, and for how long.
import { expect, test } from 'vitest';
import { listenerArn, viewOf } from '../../../tests/hand-made-routing.ts';
import type { RoutingView } from '../routing-view.ts';
import { type LoadBalancerNode, type Route, routeRequest } from './route-request.ts';

const HOUR = 3_600_000;
const groups = { blue: ['b1', 'b2'], green: ['g1'] };

interface Stickiness {
  readonly groupMs?: number;
  readonly targetMs?: number;
}

function view(blue: number, green: number, { groupMs, targetMs }: Stickiness): RoutingView {
  const targetGroups = [
    { arn: 'blue', weight: blue },
    { arn: 'green', weight: green },
  ];
  const sticky = groupMs === undefined ? {} : { stickyMs: groupMs };
  const action = { type: 'forward', targetGroups, ...sticky } as const;
  const shown = viewOf([{ arn: 'rule', conditions: [], action }], groups);
  if (targetMs === undefined) return shown;
  const withTargets = [...shown.targetGroups].map(
    ([arn, group]) => [arn, { ...group, stickyMs: targetMs }] as const,
  );
  return { ...shown, targetGroups: new Map(withTargets) };
}

function node(shown: RoutingView): LoadBalancerNode {
  return { view: shown, turns: new Map() };
}

function send(to: LoadBalancerNode, cookie: string, at = 0): Route & { kind: 'target' } {
  const headers = cookie === '' ? {} : { cookie };
  const route = routeRequest(to, listenerArn, { url: '/', headers, at }, 0.5);
  if (route.kind !== 'target') throw new Error(`answered ${route.status}`);
  return route;
}

/** What a browser sends back. */
function jar(route: Route & { kind: 'target' }): string {
  return (route.cookies ?? []).map((cookie) => cookie.split(';')[0]).join('; ');
}

test('without stickiness no cookie is set', () => {
  expect(send(node(view(100, 0, {})), '').cookies).toBeUndefined();
});

test('a client stays with its target group when the weights are turned round', () => {
  const to = node(view(100, 0, { groupMs: HOUR }));
  const first = send(to, '');
  to.view = view(0, 100, { groupMs: HOUR });
  expect(send(to, jar(first)).targetGroupArn).toBe('blue');
  expect(send(to, '').targetGroupArn).toBe('green');
});

test('the cookie holds for its duration after the last request, on the clock of the twin', () => {
  const to = node(view(100, 0, { groupMs: HOUR }));
  const first = send(to, '', 1_000);
  to.view = view(0, 100, { groupMs: HOUR });
  const second = send(to, jar(first), HOUR);
  expect(second.targetGroupArn).toBe('blue');
  expect(send(to, jar(second), 2 * HOUR - 1).targetGroupArn).toBe('blue');
  expect(send(to, jar(second), 2 * HOUR).targetGroupArn).toBe('green');
});

test('a rule without stickiness heeds no cookie any more', () => {
  const to = node(view(100, 0, { groupMs: HOUR }));
  const first = send(to, '');
  to.view = view(0, 100, {});
  expect(send(to, jar(first)).targetGroupArn).toBe('green');
});

test('the cookie is AWSALBTG with a date, and a second one for other sites', () => {
  const { cookies = [] } = send(node(view(1, 0, { groupMs: HOUR })), '');
  expect(cookies[0]).toMatch(/^AWSALBTG=[\w-]+; Expires=Thu, 01 Jan 1970 01:00:00 GMT; Path=\/$/);
  expect(cookies[1]).toMatch(/^AWSALBTGCORS=[\w-]+; .*; SameSite=None; Secure$/);
});

test('a client stays with its target while that gets requests, else it gets a new one', () => {
  const to = node(view(100, 0, { targetMs: HOUR }));
  const first = send(to, '');
  expect([send(to, jar(first)), send(to, jar(first))].map((each) => each.instanceId)).toEqual([
    first.instanceId,
    first.instanceId,
  ]);
  const left = ['b1', 'b2'].filter((id) => id !== first.instanceId);
  const fewer = { arn: 'blue', targets: [{ instanceId: left[0] ?? '', port: 80 }], stickyMs: HOUR };
  to.view = { ...to.view, targetGroups: new Map([['blue', fewer]]) };
  expect(send(to, jar(first)).instanceId).toBe(left[0]);
});

test.each([
  'AWSALBTG=',
  'AWSALBTG=%%%',
  'AWSALBTG=bnVsbA',
  `AWSALBTG=${Buffer.from('["gone",9e15]').toString('base64url')}`,
  `AWSALBTG=${'x'.repeat(10_000)}`,
  'AWSALBTG',
  ';;=;',
])('a cookie of somebody else’s making counts for nothing: %.40s', (cookie) => {
  expect(send(node(view(0, 1, { groupMs: HOUR })), cookie).targetGroupArn).toBe('green');
});
