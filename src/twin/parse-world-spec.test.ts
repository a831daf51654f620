// Reading worlds: defaults as in production, and every mistake with its place.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { LISTENER, LOAD_BALANCER } from '../../tests/twin-world.ts';
import type { JsonObject } from '../lib/json.ts';
import { parseWorldSpec, WorldSpecError } from './parse-world-spec.ts';

const smallest: JsonObject = {
  loadBalancers: [{ arn: LOAD_BALANCER, name: 'shop', listeners: [] }],
  targetGroups: [{ arn: 'arn:tg', name: 'tg' }],
};

test('what a world leaves out is as in production', () => {
  expect(parseWorldSpec(smallest)).toMatchObject({
    loadBalancers: [{ nodes: 2, dnsName: 'shop.elb.twin.test' }],
    targetGroups: [
      {
        deregistrationDelayMs: 300_000,
        healthCheck: {
          intervalMs: 30_000,
          timeoutMs: 5_000,
          healthyThreshold: 5,
          unhealthyThreshold: 2,
          matcher: '200',
        },
      },
    ],
    timing: { readLagMs: 1_000, propagationMs: [2_000, 8_000], metricLagMs: [60_000, 120_000] },
    limits: { elbv2Describe: { size: 40, refillPerSecond: 10 }, elbv2Modify: { size: 20 } },
  });
});

test('the world of the shop is one', () => {
  const file = join(import.meta.dirname, '../../examples/shop/world.yaml');
  const spec = parseWorldSpec(parse(readFileSync(file, 'utf8')));
  expect(spec.groups.map(({ name }) => name)).toEqual(['shop_production']);
});

test.each<[string, JsonObject, string]>([
  ['a misspelt field', { ...smallest, seeds: 1 }, 'the world: Unrecognized key: "seeds"'],
  ['no load balancer', { ...smallest, loadBalancers: [] }, 'loadBalancers: '],
  [
    'a span that ends before it starts',
    { ...smallest, timing: { bootMs: [2, 1] } },
    'timing.bootMs: ',
  ],
  [
    'a wrong port deep inside',
    {
      ...smallest,
      loadBalancers: [
        {
          arn: 'a',
          name: 'b',
          listeners: [{ arn: LISTENER, port: 0, defaultActions: [{ Type: 'forward' }] }],
        },
      ],
    },
    'loadBalancers.0.listeners.0.port: ',
  ],
  [
    'one ARN for two things',
    { ...smallest, groups: [{ id: 'arn:tg', name: 'x', document: {} }] },
    'arn:tg: is there twice',
  ],
  [
    'a key without its secret',
    { ...smallest, credentials: [{ accessKeyId: 'A' }] },
    'credentials.0.secretAccessKey: ',
  ],
])('%s is refused with its place', (_, world, text) => {
  expect(() => parseWorldSpec(world)).toThrow(WorldSpecError);
  expect(() => parseWorldSpec(world)).toThrow(text);
});

test('two listeners of one load balancer have no common port, those of two may', () => {
  const listener = (arn: string, port: number): JsonObject => {
    const FixedResponseConfig = { StatusCode: '404' };
    return { arn, port, defaultActions: [{ Type: 'fixed-response', FixedResponseConfig }] };
  };
  const loadBalancer = (arn: string, listeners: JsonObject[]): JsonObject => {
    return { arn, name: 'shop', listeners };
  };
  const both = (own: number, other: number): JsonObject => ({
    ...smallest,
    loadBalancers: [
      loadBalancer('arn:lb', [listener('arn:l1', 80), listener('arn:l2', own)]),
      loadBalancer('arn:other', [listener('arn:l3', other)]),
    ],
  });
  expect(parseWorldSpec(both(81, 80)).loadBalancers).toHaveLength(2);
  expect(() => parseWorldSpec(both(80, 81))).toThrow('arn:lb: two of its listeners have port 80');
});
