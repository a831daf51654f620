// Weights, shares, and which target groups gain.
import { describe, expect, test } from 'vitest';
import { withWeights } from './actions.ts';
import { idleAndLive } from './live-target-group.ts';
import { gaining, givesWeight, invalidSplit, percentOf, splitOf } from './split.ts';

const green = new Set(['green']);
const rule = (percent: number) =>
  withWeights([{ Type: 'forward' }], splitOf(percent, 'green', 'blue'));

describe('a split', () => {
  test.each([0, 1, 50, 99, 100])('of %i percent reads back as itself', (percent) => {
    expect(percentOf(rule(percent), green)).toBe(percent);
  });

  test('counts weight over sum, whatever the sum', () => {
    const thirds = [
      { targetGroupArn: 'green', weight: 1 },
      { targetGroupArn: 'blue', weight: 2 },
    ];
    expect(percentOf(withWeights([{ Type: 'forward' }], thirds), green)).toBe(33.3);
  });

  test('is unknown for a rule that does not forward', () => {
    expect(percentOf([{ Type: 'fixed-response' }], green)).toBeNull();
  });

  test('names only the target groups that gain', () => {
    expect(gaining(splitOf(0, 'green', 'blue'), splitOf(50, 'green', 'blue'))).toEqual(['green']);
    expect(gaining(splitOf(50, 'green', 'blue'), splitOf(50, 'green', 'blue'))).toEqual([]);
    expect(gaining(splitOf(100, 'green', 'blue'), splitOf(0, 'green', 'blue'))).toEqual(['blue']);
  });

  test('gives weight only where the weight is not 0', () => {
    expect(givesWeight(rule(0), 'green')).toBe(false);
    expect(givesWeight(rule(1), 'green')).toBe(true);
  });

  test.each([
    ['too large', [['a', 1000]]],
    ['negative', [['a', -1]]],
    ['a fraction', [['a', 0.5]]],
    [
      'all zero',
      [
        ['a', 0],
        ['b', 0],
      ],
    ],
    [
      'named twice',
      [
        ['a', 1],
        ['a', 1],
      ],
    ],
    ['missing', []],
    ['more than five', ['a', 'b', 'c', 'd', 'e', 'f'].map((arn) => [arn, 1])],
  ] as [string, [string, number][]][])('is refused when weights are %s', (_what, weights) => {
    const tuples = weights.map(([targetGroupArn, weight]) => ({ targetGroupArn, weight }));
    expect(invalidSplit(tuples)).toBeTypeOf('string');
  });

  test('is accepted when one weight is above 0', () => {
    expect(invalidSplit(splitOf(100, 'green', 'blue'))).toBeUndefined();
  });
});

describe('the idle target group', () => {
  test('is the one with weight 0', () => {
    expect(idleAndLive(rule(0))).toEqual({
      status: 'known',
      idleTargetGroupArn: 'green',
      liveTargetGroupArn: 'blue',
    });
    expect(idleAndLive(rule(100))).toMatchObject({ idleTargetGroupArn: 'blue' });
  });

  test('is refused while both carry weight', () => {
    expect(idleAndLive(rule(50))).toMatchObject({ status: 'refused' });
  });

  test('is refused when the rule has one target group', () => {
    expect(idleAndLive([{ Type: 'forward', TargetGroupArn: 'a' }])).toMatchObject({
      status: 'refused',
    });
  });
});
