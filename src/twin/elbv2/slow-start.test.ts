// Specifies which targets start slowly when they become healthy.
import { expect, test } from 'vitest';
import type { TargetGroupSpec } from '../world-spec.ts';
import { settleSlowStart } from './slow-start.ts';
import type { Target, TargetState } from './target.ts';

const spec = { slowStartMs: 30_000 } as TargetGroupSpec;

function target(state: TargetState, slowStart?: Target['slowStart']): Target {
  const counts = { life: 1, checked: true, passes: 1, failures: 0 };
  return {
    instanceId: 'i',
    port: 80,
    state,
    ...counts,
    ...(slowStart === undefined ? {} : { slowStart }),
  };
}

function slowStartBeside(others: readonly Target[], state: TargetState = 'healthy') {
  const settled = target(state, { beginsAt: 0, endsAt: 1 });
  settleSlowStart(settled, [settled, ...others], spec, 10_000);
  return settled.slowStart;
}

test('beside a warm target one starts slowly from now on', () => {
  const warmedUp = target('healthy', { beginsAt: 0, endsAt: 9_000 });
  const expected = { beginsAt: 10_000, endsAt: 40_000 };
  expect(slowStartBeside([target('healthy')])).toEqual(expected);
  expect(slowStartBeside([warmedUp])).toEqual(expected);
});

test('alone, or beside targets that are unhealthy or start slowly themselves, it does not', () => {
  const warming = target('healthy', { beginsAt: 9_000, endsAt: 39_000 });
  expect(slowStartBeside([])).toBeUndefined();
  expect(slowStartBeside([target('unhealthy'), warming])).toBeUndefined();
});

test('a target that is no longer healthy leaves its slow start', () => {
  expect(slowStartBeside([target('healthy')], 'unhealthy')).toBeUndefined();
});
