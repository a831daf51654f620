// Tests of the journal's last word on a rule: who said it, what is a drift and what is a write under way, and a day of weights.
import { expect, test } from 'vitest';
import type { RuleDigest } from '../../../app/sight/digest-run.ts';
import type { RuleAction } from '../../../traffic/forward-action.ts';
import type { DigestedRun } from '../../clouds/journal-digests.ts';
import { driftFrom, lastWordOn, weightHistory } from './last-word.ts';

const RULE = 'arn:aws:elasticloadbalancing:us-east-1:1:listener-rule/app/shop/1/2/3';
const BLUE = 'arn:aws:elasticloadbalancing:us-east-1:1:targetgroup/blue/1';
const GREEN = 'arn:aws:elasticloadbalancing:us-east-1:1:targetgroup/green/2';
const HOUR_MS = 3_600_000;

const weights = (green: number): readonly RuleAction[] => [
  {
    Type: 'forward',
    ForwardConfig: {
      TargetGroups: [
        { TargetGroupArn: BLUE, Weight: 100 - green },
        { TargetGroupArn: GREEN, Weight: green },
      ],
    },
  },
];

function runOf(
  run: string,
  startedAt: number,
  more: Partial<RuleDigest> & { end?: 'Success' },
): DigestedRun {
  const { end, changes = [], intended } = more;
  const image = { ruleArn: RULE, actions: weights(0) } as RuleDigest['image'];
  return { run, startedAt, end, rules: [{ image, changes, intended }] } as unknown as DigestedRun;
}

const done = runOf('1', 0, {
  end: 'Success',
  changes: [
    { at: HOUR_MS, actions: weights(50) },
    { at: 2 * HOUR_MS, actions: weights(100) },
  ],
  intended: weights(100),
});

test('the newest run that has written a rule has the last word', () => {
  const looking = runOf('2', 3 * HOUR_MS, {});
  expect(lastWordOn([looking, done], RULE)).toMatchObject({ run: '1', actions: weights(100) });
  expect(lastWordOn([looking], RULE)).toBeUndefined();
});

test('what nobody has written is a drift; what a run is about to write is none', () => {
  const word = lastWordOn([done], RULE);
  expect(driftFrom(word, weights(100), [done], RULE)).toBeUndefined();
  expect(driftFrom(word, weights(25), [done], RULE)).toBe(
    'Run 1 left blue 0 / green 100; AWS has blue 75 / green 25, which no run has written.',
  );
  const writing = runOf('2', 3 * HOUR_MS, { intended: weights(25) });
  expect(driftFrom(word, weights(25), [writing, done], RULE)).toBeUndefined();
});

test('a day of weights begins with what held at its beginning, and says a weight once', () => {
  const later = runOf('2', 26 * HOUR_MS, { changes: [{ at: 27 * HOUR_MS, actions: weights(50) }] });
  const history = weightHistory([later, done], RULE, GREEN, 28 * HOUR_MS);
  expect(history.map(({ at, percent, run }) => [at / HOUR_MS, percent, run])).toEqual([
    [2, 100, '1'],
    [26, 0, '2'],
    [27, 50, '2'],
  ]);
});
