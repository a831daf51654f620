// Reading, rewriting and comparing the actions of a rule.
import { describe, expect, test } from 'vitest';
import { canonicalActions, forwardedTo, isSticky, sameActions, withWeights } from './actions.ts';
import type { RuleAction } from './forward-action.ts';

const login: RuleAction = {
  Type: 'authenticate-oidc',
  Order: 1,
  AuthenticateOidcConfig: { Issuer: 'https://login', ClientId: 'shop', ClientSecret: 'hidden' },
};

function forward(...weights: readonly [string, number][]): RuleAction {
  return {
    Type: 'forward',
    Order: 2,
    ForwardConfig: {
      TargetGroups: weights.map(([arn, weight]) => ({ TargetGroupArn: arn, Weight: weight })),
      TargetGroupStickinessConfig: { Enabled: false },
    },
  };
}

describe('the target groups of a rule', () => {
  test('are read from a weighted forward', () => {
    expect(forwardedTo([login, forward(['a', 30], ['b', 70])])).toEqual([
      { targetGroupArn: 'a', weight: 30 },
      { targetGroupArn: 'b', weight: 70 },
    ]);
  });

  test('are one of weight 1 when only an ARN is given', () => {
    expect(forwardedTo([{ Type: 'forward', TargetGroupArn: 'a' }])).toEqual([
      { targetGroupArn: 'a', weight: 1 },
    ]);
  });

  test('are unknown when the rule does not forward', () => {
    expect(forwardedTo([{ Type: 'redirect' }])).toBeUndefined();
  });
});

describe('new weights', () => {
  test('leave order, login and stickiness alone', () => {
    const sticky: RuleAction = {
      ...forward(['a', 100], ['b', 0]),
      ForwardConfig: {
        TargetGroups: [{ TargetGroupArn: 'a', Weight: 100 }],
        TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 60 },
      },
    };
    const written = withWeights(
      [login, sticky],
      [
        { targetGroupArn: 'a', weight: 50 },
        { targetGroupArn: 'b', weight: 50 },
      ],
    );
    expect(written[0]).toBe(login);
    expect(isSticky(written)).toBe(true);
    expect(written[1]?.['Order']).toBe(2);
    expect(forwardedTo(written)?.map(({ weight }) => weight)).toEqual([50, 50]);
  });

  test('drop the single ARN when there are several target groups', () => {
    const written = withWeights(
      [{ Type: 'forward', TargetGroupArn: 'a' }],
      [
        { targetGroupArn: 'a', weight: 0 },
        { targetGroupArn: 'b', weight: 100 },
      ],
    );
    expect(written[0]).not.toHaveProperty('TargetGroupArn');
  });
});

describe('equal actions', () => {
  test('may differ in the order of target groups and keys', () => {
    const { Type, Order, ForwardConfig } = forward(['b', 70], ['a', 30]);
    expect(
      sameActions([forward(['a', 30], ['b', 70])], [{ ForwardConfig, Order, Type } as RuleAction]),
    ).toBe(true);
  });

  test('may name a single target group in any of the three ways', () => {
    const byArn: RuleAction = { Type: 'forward', TargetGroupArn: 'a' };
    const list: RuleAction = {
      Type: 'forward',
      ForwardConfig: { TargetGroups: [{ TargetGroupArn: 'a', Weight: 1 }] },
    };
    const both: RuleAction = {
      ...byArn,
      ForwardConfig: {
        TargetGroups: [{ TargetGroupArn: 'a', Weight: 1 }],
        TargetGroupStickinessConfig: { Enabled: false },
      },
    };
    expect(new Set([byArn, list, both].map((action) => canonicalActions([action]))).size).toBe(1);
  });

  test('never show a client secret', () => {
    expect(canonicalActions([login])).not.toContain('hidden');
  });

  test.each([
    ['another weight', [login, forward(['a', 31], ['b', 70])]],
    ['another target group', [login, forward(['c', 30], ['b', 70])]],
    ['no login', [forward(['a', 30], ['b', 70])]],
    ['another order of actions', [forward(['a', 30], ['b', 70]), login]],
  ])('do not have %s', (_what, other) => {
    expect(sameActions([login, forward(['a', 30], ['b', 70])], other)).toBe(false);
  });
});
