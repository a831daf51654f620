// Which proof a rung can have, and what the numbers prove.
import { describe, expect, test } from 'vitest';
import { cleanUpBudget } from './clean-up-budget.ts';
import { judgeHealth } from './health.ts';
import { judgeProbe, judgeShare, judgeZero, planProof } from './proof.ts';
import { splitOf } from './split.ts';

const MINUTE = 60_000;
const minutes = (...values: readonly [number, number][]) =>
  values.map(([minute, value]) => ({
    startAt: minute * MINUTE,
    endAt: (minute + 1) * MINUTE,
    value,
  }));
const prod = (percent: number) => ({ ruleArn: 'prod', targetGroups: splitOf(percent, 'g', 'b') });
const stage = (percent: number) => ({ ruleArn: 'stage', targetGroups: splitOf(percent, 'g', 'b') });

describe('the kind of proof', () => {
  test('is zero when the other target group has weight 0 everywhere', () => {
    expect(planProof(prod(100), [stage(100)], false)).toMatchObject({
      kinds: ['zero', 'settled'],
      idle: ['b'],
    });
  });

  test('is a share when one rule alone uses the pair', () => {
    expect(planProof(prod(50), [], false).kinds).toEqual(['share', 'settled']);
  });

  test('is a probe when another rule uses the pair too', () => {
    expect(planProof(prod(50), [stage(100)], true).kinds).toEqual(['probe', 'settled']);
  });

  test('is settled when nothing better is possible', () => {
    expect(planProof(prod(100), [stage(50)], false).kinds).toEqual(['settled']);
  });

  test('does not count a rule that names the pair without weight on it', () => {
    const named = { ruleArn: 'x', targetGroups: [{ targetGroupArn: 'g', weight: 0 }] };
    expect(planProof(prod(50), [named], false).kinds).toEqual(['share', 'settled']);
  });
});

describe('proof of zero', () => {
  const settledAt = 10 * MINUTE + 1;

  test('needs a whole minute after the settle time', () => {
    expect(judgeZero([], minutes([10, 500]), settledAt).status).toBe('pending');
  });

  test('holds when the other target group was counted and this one was not', () => {
    expect(judgeZero(minutes([10, 40]), minutes([10, 500], [11, 500]), settledAt)).toMatchObject({
      status: 'proven',
      observed: 0,
      requests: 500,
    });
  });

  test('is contradicted by a request in the newest minute', () => {
    expect(judgeZero(minutes([11, 3]), minutes([11, 500]), settledAt).status).toBe('contradicted');
  });

  test('holds once a later minute is clean', () => {
    const verdict = judgeZero(minutes([11, 3]), minutes([11, 500], [12, 500]), settledAt);
    expect(verdict.status).toBe('proven');
  });

  test('stays open while nobody sends anything', () => {
    expect(judgeZero([], [], settledAt).status).toBe('pending');
  });
});

describe('proof of a share', () => {
  const share = (green: number, blue: number, expected: number) =>
    judgeShare(minutes([1, green]), minutes([1, blue]), expected, 200, 0);

  test('holds within four standard deviations', () => {
    expect(share(520, 480, 0.5)).toMatchObject({ status: 'proven', observed: 52, requests: 1000 });
  });

  test('is contradicted outside of them', () => {
    expect(share(600, 400, 0.5).status).toBe('contradicted');
  });

  test('stays open with fewer requests than the minimum', () => {
    expect(share(60, 40, 0.5).status).toBe('pending');
  });

  test('says whether too little was counted, only one side was, or nothing is published yet', () => {
    const reason = (green: [number, number][], blue: [number, number][]): string =>
      judgeShare(minutes(...green), minutes(...blue), 0.5, 200, 0).reason;
    expect(reason([[1, 60]], [[1, 40]])).toContain('100 requests were counted');
    expect(reason([[1, 600]], [])).toBe('in no whole minute were both target groups counted');
    expect(reason([], [])).toContain('published yet');
  });

  test('ignores a minute of which only one count is published', () => {
    const verdict = judgeShare(minutes([1, 250], [2, 260]), minutes([1, 250]), 0.5, 200, 0);
    expect(verdict).toMatchObject({ status: 'proven', requests: 500 });
  });
});

describe('proof by probe', () => {
  test('counts the answers that differ from the ones before the first shift', () => {
    const answers = [...Array(50).fill('2'), ...Array(50).fill('1')];
    expect(judgeProbe(answers, '1', 0.5)).toMatchObject({ status: 'proven', observed: 50 });
  });

  test('allows no answer of the old version at 100 percent', () => {
    expect(judgeProbe(['2', '2', '1'], '1', 1).status).toBe('contradicted');
  });

  test('stays open when nothing was answered', () => {
    expect(judgeProbe([null, null], '1', 0.5).status).toBe('pending');
  });
});

describe('enough healthy targets', () => {
  const target = (targetId: string, state: string, reason?: string) => ({
    targetId,
    state,
    reason,
    description: undefined,
  });

  test('are counted by the load balancer and not blocked by one more that is starting', () => {
    expect(judgeHealth([target('a', 'healthy'), target('b', 'initial')], 1).enough).toBe(true);
  });

  test('do not include an instance that Spot calls unhealthy', () => {
    const verdict = judgeHealth([target('a', 'healthy')], 1, new Set(['a']));
    expect(verdict).toMatchObject({ enough: false, healthy: 0 });
    expect(verdict.summary).toContain('UNHEALTHY for Spot');
  });

  test('are missed with the reason of a target that holds back', () => {
    const verdict = judgeHealth([target('a', 'unhealthy', 'Target.ResponseCodeMismatch')], 2);
    expect(verdict.summary).toBe(
      '0 of 2 targets are healthy (1 registered); a is unhealthy (Target.ResponseCodeMismatch)',
    );
  });

  test('do not count a draining target', () => {
    expect(judgeHealth([target('a', 'draining')], 0).targets).toBe(0);
  });
});

describe('the time of a rollback step', () => {
  test('leaves room for the drain after the proof', () => {
    expect(cleanUpBudget(0, 600_000, 300_000)).toEqual({
      proveUntil: 240_000,
      drainFits: true,
      removalMs: 360_000,
    });
  });

  test('says when the drain no longer fits', () => {
    expect(cleanUpBudget(0, 100_000, 300_000)).toMatchObject({ proveUntil: 0, drainFits: false });
  });
});
