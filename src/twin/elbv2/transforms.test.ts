// Transforms of rules over ELBv2's operations: kept, shown, replaced, reset, refused, and told to the nodes.
import { beforeEach, expect, test } from 'vitest';
import { type TwinBench, twinBench } from '../../../tests/twin-bench.ts';
import { BLUE, forward, LISTENER, PROD_RULE, twinWorld } from '../../../tests/twin-world.ts';
import type { Json, JsonObject } from '../../lib/json.ts';
import type { RoutingView } from '../routing-view.ts';

let bench: TwinBench;

beforeEach(() => {
  bench = twinBench();
});

const rewrites = (Regex: string, Replace: string): JsonObject => ({
  Rewrites: [{ Regex, Replace }],
});
const URL_REWRITE = {
  Type: 'url-rewrite',
  UrlRewriteConfig: rewrites('^/api/(.*)$', '/$1'),
};
const HOST_REWRITE = {
  Type: 'host-header-rewrite',
  HostHeaderRewriteConfig: rewrites('.*', 'inner.example'),
};

function modify(request: JsonObject): JsonObject {
  const { Rules } = bench.twin.elbv2.modifyRule({ RuleArn: PROD_RULE, ...request });
  return (Rules as readonly [JsonObject])[0];
}

function described(): Json | undefined {
  const { Rules } = bench.twin.elbv2.describeRules({ RuleArns: [PROD_RULE] });
  return (Rules as readonly [JsonObject])[0]['Transforms'];
}

test('they are kept, shown, left alone by other changes, replaced and reset', () => {
  expect(described()).toBeUndefined();
  expect(modify({ Transforms: [URL_REWRITE, HOST_REWRITE] })['Transforms']).toEqual([
    URL_REWRITE,
    HOST_REWRITE,
  ]);
  modify({ Actions: [forward({ [BLUE]: 1 })] });
  expect(described()).toEqual([URL_REWRITE, HOST_REWRITE]);
  modify({ Transforms: [HOST_REWRITE] });
  expect(described()).toEqual([HOST_REWRITE]);
  expect(modify({ ResetTransforms: true })['Transforms']).toBeUndefined();
  expect(described()).toBeUndefined();
});

test('a rule can be made with them, also in a world’s file, and they go with it', () => {
  const { Rules } = bench.twin.elbv2.createRule({
    ListenerArn: LISTENER,
    Priority: 7,
    Conditions: [{ Field: 'path-pattern', Values: ['/api/*'] }],
    Actions: [forward({ [BLUE]: 1 })],
    Transforms: [URL_REWRITE],
  });
  const [made = {}] = Rules as readonly JsonObject[];
  expect(made['Transforms']).toEqual([URL_REWRITE]);
  bench.twin.elbv2.deleteRule({ RuleArn: String(made['RuleArn']) });
  const [balancer] = twinWorld().loadBalancers;
  const listeners = balancer?.listeners.map((each) => ({
    ...each,
    rules: each.rules.map((rule) => ({ ...rule, transforms: [HOST_REWRITE] })),
  }));
  bench = twinBench(twinWorld({ loadBalancers: [{ ...balancer, listeners } as JsonObject] }));
  expect(described()).toEqual([HOST_REWRITE]);
});

test('every node learns of them in its own time', async () => {
  const views = new Map<number, RoutingView>();
  bench.twin.onRoutingView((view) => void views.set(view.node, view));
  modify({ Transforms: [URL_REWRITE] });
  const told = (): unknown[] =>
    [...views.values()].map(({ listeners }) => listeners[0]?.rules[0]?.transforms);
  expect(told()).toEqual([undefined, undefined]);
  await bench.clock.advance(10_000);
  const url = { regex: '^/api/(.*)$', replace: '/$1' };
  expect(told()).toEqual([{ url }, { url }]);
});

test.each<[string, JsonObject]>([
  ['two of one type', { Transforms: [URL_REWRITE, URL_REWRITE] }],
  ['a type that there is not', { Transforms: [{ Type: 'path-rewrite' }] }],
  ['no configuration', { Transforms: [{ Type: 'url-rewrite' }] }],
  ['both configurations', { Transforms: [{ ...HOST_REWRITE, ...URL_REWRITE }] }],
  [
    'two rewrites',
    {
      Transforms: [
        {
          Type: 'url-rewrite',
          UrlRewriteConfig: {
            Rewrites: [
              { Regex: 'a', Replace: 'b' },
              { Regex: 'c', Replace: 'd' },
            ],
          },
        },
      ],
    },
  ],
  [
    'a broken pattern',
    { Transforms: [{ Type: 'url-rewrite', UrlRewriteConfig: rewrites('(', '') }] },
  ],
  [
    'a pattern that is too long',
    {
      Transforms: [{ Type: 'url-rewrite', UrlRewriteConfig: rewrites('a'.repeat(1_025), '') }],
    },
  ],
  ['transforms that are reset, too', { Transforms: [URL_REWRITE], ResetTransforms: true }],
])('%s is refused and changes nothing', (_, request) => {
  const both = { ...request, Actions: [forward({ [BLUE]: 7 })] };
  expect(() => modify(both)).toThrow(expect.objectContaining({ code: 'ValidationError' }));
  expect(described()).toBeUndefined();
  expect(JSON.stringify(bench.twin.inspect()['rules'])).not.toContain(':7');
});
