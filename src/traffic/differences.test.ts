// Tests of the difference between two versions of a rule: in words, and only where there is one.
import { expect, test } from 'vitest';
import { actionDifferences } from './differences.ts';
import type { RuleAction } from './forward-action.ts';

const arn = (name: string): string =>
  `arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/${name}/73e2d6bc24d8a067`;

function forward(weights: Readonly<Record<string, number>>, more: object = {}): RuleAction {
  const TargetGroups = Object.entries(weights).map(([name, Weight]) => ({
    TargetGroupArn: arn(name),
    Weight,
  }));
  return { Type: 'forward', ForwardConfig: { TargetGroups, ...more } };
}

test('other weights are one difference', () => {
  const found = [forward({ blue: 10, green: 90 })];
  expect(actionDifferences('prod', [forward({ blue: 50, green: 50 })], found)).toEqual([
    {
      what: 'the weights of the rule prod',
      left: 'blue 50 / green 50',
      found: 'blue 10 / green 90',
    },
  ]);
});

test('another order of the same weights is none', () => {
  const found = [forward({ green: 50, blue: 50 })];
  expect(actionDifferences('prod', [forward({ blue: 50, green: 50 })], found)).toEqual([]);
});

test('stickiness that was switched on is told without the weights', () => {
  const sticky = { TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 60 } };
  const [only, ...others] = actionDifferences(
    'prod',
    [forward({ blue: 1 })],
    [forward({ blue: 1 }, sticky)],
  );
  expect(others).toEqual([]);
  expect(only?.what).toBe('action 1 of the rule prod');
  expect(only?.found).toContain('"Enabled":true');
  expect(only?.found).not.toContain('blue');
});

test('a rule that forwards no more has other weights and another action', () => {
  const found = [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '503' } }];
  const all = actionDifferences('prod', [forward({ blue: 1 })], found);
  expect(all.map((each) => each.found)).toEqual([
    'fixed-response',
    '{"FixedResponseConfig":{"StatusCode":"503"},"Type":"fixed-response"}',
  ]);
});
