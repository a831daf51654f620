// Tests of the view of a run: what people see follows from plan and journal alone.
import { describe, expect, test } from 'vitest';
import {
  approvePath,
  begun,
  decided,
  finished,
  gateOpened,
  ladderPlan,
  rungFact,
  shiftPath,
  started,
  timed,
  type UntimedEvent,
} from '../../tests/view-fixture.ts';
import type { ExecutionEvent } from '../execution/event.ts';
import { buildRunView } from './build-run-view.ts';
import { buildRunResult } from './run-result.ts';
import type { RunView } from './run-view.ts';
import { sentence, whyWaiting } from './sentence.ts';

const plan = ladderPlan();
const view = (events: readonly ExecutionEvent[]): RunView => buildRunView(plan, events, 60_000);
const rungs = (events: readonly ExecutionEvent[]) => view(events).lanes[0]?.rungs ?? [];

const toGate = [started, begun(approvePath(0)), gateOpened(approvePath(0))];
const toProof = [
  ...toGate,
  decided(approvePath(0), 'ada', 'approve'),
  decided(approvePath(0), 'bob', 'approve'),
  finished(approvePath(0), 'Success'),
  begun(shiftPath(0)),
  rungFact(shiftPath(0), { state: 'writing', reported: null, observed: null, writtenAt: null }),
  rungFact(shiftPath(0), {}),
  finished(shiftPath(0), 'Success'),
];

describe('The ladder of a plan', () => {
  test('has one rung per weight, in written order, before anything has run', () => {
    expect(rungs([]).map(({ rung, state, gate }) => [rung, state, gate.needed])).toEqual([
      ['prod-50', 'to come', 2],
      ['prod-100', 'to come', 2],
    ]);
  });

  test('shows an open gate with who has approved so far', () => {
    const [first] = rungs(timed(...toGate, decided(approvePath(0), 'ada', 'approve')));
    expect(first).toMatchObject({
      state: 'gate open',
      gate: { needed: 2, given: 1, state: 'open' },
    });
  });

  test('shows a rung as writing until AWS has said the weight', () => {
    const [first] = rungs(timed(...toProof.slice(0, 8)));
    expect(first?.state).toBe('writing');
  });

  test('shows a rung as proven only when its step has ended well', () => {
    expect(rungs(timed(...toProof.slice(0, -1)))[0]?.state).toBe('settling');
    expect(rungs(timed(...toProof))[0]?.state).toBe('proven');
  });

  test('shows what was climbed as taken back and the rest as skipped once the way back begins', () => {
    const events = timed(
      ...toProof,
      begun(approvePath(1)),
      gateOpened(approvePath(1)),
      decided(approvePath(1), 'bob', 'reject'),
      finished(approvePath(1), 'ApprovalRejected'),
      { type: 'RollbackStarted', path: 'shop', cause: 'rejected' },
    );
    expect(rungs(events).map(({ state, gate }) => [state, gate.state])).toEqual([
      ['back', 'passed'],
      ['skipped', 'rejected'],
    ]);
  });
});

describe('The first sentence', () => {
  test('says where prod stands and what is waited for', () => {
    expect(sentence(view(timed(...toGate)))).toBe(
      'Prod stands on blue. Waiting for 2 approvals of prod to 50 %.',
    );
  });

  test('tells the weight that AWS has, not the sample that was seen', () => {
    expect(sentence(view(timed(...toProof)))).toBe('Prod stands at 50 % green.');
    expect(view(timed(...toProof)).greenShare).toMatchObject({ percent: 50, observed: 49.2 });
  });

  test('says why nothing moves, who may move it, and what happens without an answer', () => {
    expect(whyWaiting(view(timed(...toGate)))).toBe(
      'Move the traffic? 0 of 2 approved; open to shop_sre; no answer within 24 h 59 min counts as expired.',
    );
  });

  test('counts what is left over at a dirty end', () => {
    const leftovers = [{ what: 'a group', why: 'it would not go', commands: ['delete it'] }];
    const end = { type: 'ExecutionFinished', status: 'Failed', end: 'Dirty', leftovers } as const;
    expect(sentence(view(timed(started, end)))).toBe(
      'Dirty. 1 thing is left for you; it is named below.',
    );
  });
});

test('The result for programs lists proven rungs only, with the time each proof took', () => {
  const { rungs: proven, status } = buildRunResult('1', timed(...toProof));
  expect(status).toBe('Running');
  expect(proven).toMatchObject([
    { rung: 'prod-50', weight: 50, reported: 50, provedAfterMs: 80_000 },
  ]);
});

test('what is not well at a gate stands in the sentence until it is well again', () => {
  const watched = (isWell: boolean, says: string): UntimedEvent => ({
    type: 'GateWatched',
    path: approvePath(0),
    attempt: 1,
    isWell,
    says,
  });
  const open = [started, begun(approvePath(0)), gateOpened(approvePath(0))];
  const sick = watched(false, '1 of 2 targets of green are healthy');
  const say = (...events: UntimedEvent[]): string =>
    sentence(buildRunView(ladderPlan(), timed(...open, ...events), 60_000));
  expect(say(sick)).toContain('Not well meanwhile: 1 of 2 targets of green are healthy.');
  expect(say(sick, watched(true, 'all is well again'))).not.toContain('Not well');
});
