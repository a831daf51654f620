// Tests of how long ways back took: from their start to the last rule and to the proof, and medians of many.
import { expect, test } from 'vitest';
import { ladderPlan, started, timed, type UntimedEvent } from '../../../tests/view-fixture.ts';
import type { ExecutionEvent } from '../../execution/event.ts';
import type { Json } from '../../lib/json.ts';
import { FACT } from '../../traffic/facts.ts';
import { expectedTimes, wayBackTimes } from './way-back-times.ts';

const plan = ladderPlan();
const path = 'shop/rollback/Back';
const back: UntimedEvent = { type: 'RollbackStarted', path: 'shop', cause: 'failed' };
const restored = (writtenAt: number | null, outcome = 'restored'): UntimedEvent => ({
  type: 'FactRecorded',
  path,
  attempt: 1,
  name: FACT.restored,
  key: `${outcome} ${writtenAt}`,
  value: { outcome, writtenAt } as Json,
});
const intends = (effect: string): UntimedEvent => ({
  type: 'EffectIntended',
  path,
  attempt: 1,
  effect,
  request: null,
  changesWorld: true,
});
const times = (...events: readonly UntimedEvent[]) => wayBackTimes(plan, timed(...events));

test('a way back is measured from its start to the last rule, and to the moment green may go', () => {
  const events = [
    started,
    back,
    restored(2_000),
    restored(2_500),
    restored(null, 'untouched'),
    intends('rename sig-1 to shop'),
    intends('scale sig-2 to 0'),
  ];
  expect(times(...events)).toEqual({ writtenMs: 1_500, provedMs: 5_000 });
});

test('a run without a way back, or one that had nothing to put back, measures nothing', () => {
  expect(times(started)).toBeUndefined();
  expect(times(started, back, restored(null, 'untouched'))).toBeUndefined();
});

test('a rollback of its own is measured from its start', () => {
  const own = { ...plan, followUp: { kind: 'rollback', execution: '1' } } as const;
  const events: readonly ExecutionEvent[] = timed(started, restored(700));
  expect(wayBackTimes(own, events)).toEqual({ writtenMs: 700, provedMs: undefined });
});

test('what is expected is the median, so that one slow way back does not count for much', () => {
  const all = [1_000, 2_000, 90_000].map((writtenMs) => ({ writtenMs, provedMs: undefined }));
  expect(expectedTimes(all)).toEqual({
    expectedMs: 2_000,
    expectedProofMs: undefined,
    measuredFrom: 3,
  });
  expect(expectedTimes([])).toMatchObject({ expectedMs: undefined, measuredFrom: 0 });
});
