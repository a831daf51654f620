// Specifies where one request goes.
import { expect, test } from 'vitest';
import { forwardBy, listenerArn, viewOf } from '../../../tests/hand-made-routing.ts';
import { createRandom } from '../random.ts';
import type { ConditionView, RuleView } from '../routing-view.ts';
import {
  type LoadBalancerNode,
  type RequestHead,
  type Route,
  routeRequest,
} from './route-request.ts';

const groups = { blue: ['b1', 'b2'], green: ['g1'], empty: [] };

function nodeWith(...rules: readonly RuleView[]): LoadBalancerNode {
  return { view: viewOf(rules, groups), turns: new Map() };
}

function when(condition: ConditionView, group: string): RuleView {
  return { ...forwardBy({ [group]: 1 }), conditions: [condition] };
}

function sent(node: LoadBalancerNode, request: Partial<RequestHead> = {}): Route {
  return routeRequest(node, listenerArn, { url: '/', headers: {}, ...request }, 0);
}

function groupOf(way: Route): string {
  return way.kind === 'target' ? way.targetGroupArn : String(way.status);
}

test('the first rule whose conditions hold wins, else the default rule', () => {
  const node = nodeWith(
    when({ field: 'host-header', values: ['stage.*'] }, 'green'),
    forwardBy({ blue: 1 }),
  );
  expect(groupOf(sent(node, { headers: { host: 'Stage.Example.com:8080' } }))).toBe('green');
  expect(groupOf(sent(node, { headers: { host: 'www.example.com' } }))).toBe('blue');
});

test('paths are compared without the query and with their case', () => {
  const node = nodeWith(
    when({ field: 'path-pattern', values: ['/img/*'] }, 'green'),
    forwardBy({ blue: 1 }),
  );
  expect(groupOf(sent(node, { url: '/img/a?b=/c' }))).toBe('green');
  expect(groupOf(sent(node, { url: '/IMG/a' }))).toBe('blue');
  expect(groupOf(sent(node, { url: '/?x=/img/a' }))).toBe('blue');
});

test('a header condition looks at names and values in any case', () => {
  const node = nodeWith(
    when({ field: 'http-header', name: 'X-Canary', values: ['yes'] }, 'green'),
    forwardBy({ blue: 1 }),
  );
  expect(groupOf(sent(node, { headers: { 'x-canary': 'YES' } }))).toBe('green');
  expect(groupOf(sent(node, { headers: { 'x-canary': 'no' } }))).toBe('blue');
});

test('all conditions of a rule must hold', () => {
  const rule: RuleView = {
    ...forwardBy({ green: 1 }),
    conditions: [
      { field: 'host-header', values: ['a', 'b'] },
      { field: 'path-pattern', values: ['/x'] },
    ],
  };
  const node = nodeWith(rule, forwardBy({ blue: 1 }));
  expect(groupOf(sent(node, { headers: { host: 'b' }, url: '/x' }))).toBe('green');
  expect(groupOf(sent(node, { headers: { host: 'b' }, url: '/y' }))).toBe('blue');
});

test('targets of a group take turns', () => {
  const node = nodeWith(forwardBy({ blue: 1 }));
  const targets = [1, 2, 3]
    .map(() => sent(node))
    .map((way) => 'instanceId' in way && way.instanceId);
  expect(targets).toEqual(['b1', 'b2', 'b1']);
});

test('a group without targets is answered 503, whatever other groups have', () => {
  expect(groupOf(sent(nodeWith(forwardBy({ empty: 100, blue: 0 }))))).toBe('503');
});

test('weight 0 everywhere is answered 503', () => {
  expect(groupOf(sent(nodeWith(forwardBy({ blue: 0, green: 0 }))))).toBe('503');
});

test('a fixed response is given as it is', () => {
  const action = { type: 'fixed-response', status: 404, body: 'no' } as const;
  const way = sent(nodeWith({ arn: 'r', conditions: [], action }));
  expect(way).toEqual({ kind: 'answer', status: 404, body: 'no' });
});

test('shares follow the weights within four sigma', () => {
  const node = nodeWith(forwardBy({ blue: 90, green: 10 }));
  const random = createRandom(7, 'test');
  const request = { url: '/', headers: {} };
  const requests = 10_000;
  let green = 0;
  for (let n = 0; n < requests; n += 1) {
    if (groupOf(routeRequest(node, listenerArn, request, random.next())) === 'green') green += 1;
  }
  const sigma = Math.sqrt(requests * 0.1 * 0.9);
  expect(Math.abs(green - 1_000)).toBeLessThan(4 * sigma);
});
