// The small parts of the model: chance, base64, percentiles, routing by rule and weight.
import { expect, test } from 'vitest';
import { textOfBase64 } from './base64.ts';
import { createHistogram } from './cloud-watch/histogram.ts';
import { keepNewest } from './keep-newest.ts';
import { createRandom } from './random.ts';
import { chooseRule, chooseTargetGroup } from './route.ts';
import type { ConditionView } from './routing-view.ts';

test('a seed and a label always give the same numbers, another label others', () => {
  const numbers = (label: string) => {
    const random = createRandom(7, label);
    return [random.next(), random.within([10, 20]), random.hex(8)];
  };
  expect(numbers('a')).toEqual(numbers('a'));
  expect(numbers('a')).not.toEqual(numbers('b'));
});

test.each(['', 'a', 'ab', 'abc', 'HEALTH=failing\n', 'Grüße €', '\u{1F600}x'])(
  'base64 of %j is read back',
  (text) => {
    expect(textOfBase64(Buffer.from(text).toString('base64'))).toBe(text);
  },
);

test.each(['?', 'a', '/w=='])('%j is no base64 of a text', (text) => {
  expect(textOfBase64(text)).toBeUndefined();
});

test('a percentile is right to two percent', () => {
  const histogram = createHistogram();
  for (let ms = 1; ms <= 1_000; ms++) histogram.add(ms);
  expect((histogram.percentile(0.95) ?? 0) / 950).toBeCloseTo(1, 1);
  expect(histogram.mean()).toBe(500.5);
  expect(createHistogram().percentile(0.5)).toBeUndefined();
});

test('a target group gets its share of the chances, and none with weight 0', () => {
  const tuples = [
    { arn: 'a', weight: 0 },
    { arn: 'b', weight: 30 },
    { arn: 'c', weight: 10 },
    { arn: 'd', weight: 0 },
  ];
  const chosen = [0, 0.74, 0.75, 0.999].map((chance) => chooseTargetGroup(tuples, chance));
  expect(chosen).toEqual(['b', 'b', 'c', 'c']);
  expect(chooseTargetGroup([{ arn: 'a', weight: 0 }], 0)).toBeUndefined();
});

test.each<[string, ConditionView, boolean]>([
  ['a host in other letters', { field: 'host-header', values: ['*.Example'] }, true],
  ['another host', { field: 'host-header', values: ['example'] }, false],
  ['a path with its case', { field: 'path-pattern', values: ['/api/?/*'] }, true],
  ['a path in other letters', { field: 'path-pattern', values: ['/API/*'] }, false],
  ['a header', { field: 'http-header', name: 'X-Test', values: ['no', 'Y*'] }, true],
  ['a header that is not there', { field: 'http-header', name: 'X-Other', values: ['*'] }, false],
])('a rule holds for %s as AWS compares it', (_, condition, holds) => {
  const rule = {
    arn: 'rule',
    conditions: [condition],
    action: { type: 'forward' as const, targetGroups: [] },
  };
  const request = { host: 'shop.example', path: '/api/1/items', headers: { 'x-test': 'yes' } };
  expect(chooseRule([rule], request)).toBe(holds ? rule : undefined);
});

test('what came first is forgotten first', () => {
  const map = new Map([1, 2, 3, 4].map((each) => [each, 'kept']));
  keepNewest(map, 4);
  expect([...map.keys()]).toEqual([1, 2, 3, 4]);
  keepNewest(map, 2);
  expect([...map.keys()]).toEqual([3, 4]);
});
