// Tests of where a run's time went: spans without gaps, and people only while nothing runs.
import { describe, expect, test } from 'vitest';
import { parallel, planOf, stage, step } from '../../tests/plan-builder.ts';
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
import type { Plan } from '../plan/plan.ts';
import { timeSpans } from './time-spans.ts';

const ended: UntimedEvent = {
  type: 'ExecutionFinished',
  status: 'Success',
  end: 'Success',
  leftovers: [],
};
const waits: UntimedEvent = {
  type: 'WaitOpened',
  path: 'shop/steps/Calm',
  attempt: 1,
  wait: {
    name: 'duration',
    status: 'WaitStepRunning',
    says: '5m to pass',
    ends: { kind: 'time', at: 300_000 },
  },
};

const kinds = (plan: Plan, events: readonly UntimedEvent[], now = 60_000) =>
  timeSpans(plan, timed(...events), now).spans.map(({ kind, from, to }) => [kind, from, to]);

describe('The time of a run', () => {
  test('is nothing before it has begun', () => {
    expect(timeSpans(ladderPlan(), [], 60_000)).toEqual({
      machineMs: 0,
      humanMs: 0,
      bakeMs: 0,
      spans: [],
    });
  });

  test('belongs to people while a gate is open and nothing runs', () => {
    const gate = [started, begun(approvePath(0)), gateOpened(approvePath(0))];
    expect(kinds(ladderPlan(), gate)).toEqual([
      ['machine', 0, 1_000],
      ['machine', 1_000, 2_000],
      ['human', 2_000, 60_000],
    ]);
  });

  test('belongs to the machine while a step runs beside an open gate', () => {
    const plan = planOf([
      stage('shop', [parallel([step('Approve', { type: 'HarnessApproval' }), step('Build')])]),
    ]);
    const [approve, build] = ['shop/steps/~0/Approve', 'shop/steps/~0/Build'];
    const events = [started, begun(approve), gateOpened(approve), begun(build)];
    const { spans } = timeSpans(plan, timed(...events, finished(build, 'Success')), 10_000);
    expect(spans.slice(-2)).toEqual([
      { kind: 'machine', from: 3_000, to: 4_000, label: 'Build' },
      { kind: 'human', from: 4_000, to: 10_000, label: 'Approve: waits for approval' },
    ]);
  });

  test('is waiting on purpose while a rung settles and in a Wait step', () => {
    const settling = [
      started,
      begun(shiftPath(0)),
      rungFact(shiftPath(0), { state: 'writing', writtenAt: null }),
      rungFact(shiftPath(0), { state: 'settling' }),
      rungFact(shiftPath(0), {}),
      finished(shiftPath(0), 'Success'),
    ];
    expect(timeSpans(ladderPlan(), timed(...settling, ended), 60_000)).toMatchObject({
      machineMs: 5_000,
      bakeMs: 1_000,
      humanMs: 0,
    });
    const plan = planOf([stage('shop', [step('Calm', { type: 'Wait' })])]);
    expect(kinds(plan, [started, begun('shop/steps/Calm'), waits]).at(-1)).toEqual([
      'bake',
      2_000,
      60_000,
    ]);
  });

  test('belongs to people while the run is paused and what ran has ended', () => {
    const paused: UntimedEvent = { type: 'PauseRequested', by: 'ada' };
    const on: UntimedEvent = { type: 'PauseEnded', by: 'bob' };
    const events = [started, begun(shiftPath(0)), paused, finished(shiftPath(0), 'Success'), on];
    const { spans } = timeSpans(ladderPlan(), timed(...events), 6_000);
    expect(spans.slice(-3).map(({ kind, from, label }) => [kind, from, label])).toEqual([
      ['machine', 1_000, 'prod (n=0)'],
      ['human', 3_000, 'paused by ada'],
      ['machine', 4_000, 'between steps'],
    ]);
  });

  test('tells the moment between two steps with the step before', () => {
    const done = [started, begun(shiftPath(0)), finished(shiftPath(0), 'Success')];
    const { spans } = timeSpans(ladderPlan(), timed(...done, begun(shiftPath(1))), 3_000);
    expect(spans.map(({ label }) => label)).toEqual(['between steps', 'prod (n=0)']);
  });

  test('has no gaps, adds up to the whole and ends with the run', () => {
    const events = timed(
      started,
      begun(approvePath(0)),
      gateOpened(approvePath(0)),
      decided(approvePath(0), 'ada', 'approve'),
      finished(approvePath(0), 'Success'),
      begun(shiftPath(0)),
      rungFact(shiftPath(0), { state: 'settling' }),
      finished(shiftPath(0), 'Success'),
      ended,
    );
    const { spans, machineMs, humanMs, bakeMs } = timeSpans(ladderPlan(), events, 60_000);
    for (const [index, span] of spans.entries()) {
      expect(span.from).toBe(index === 0 ? 0 : spans[index - 1]?.to);
    }
    expect(spans.at(-1)?.to).toBe(8_000);
    expect(machineMs + humanMs + bakeMs).toBe(8_000);
  });

  test('is told in a bounded number of spans, with the sums of all', () => {
    const round = (attempt: number): UntimedEvent[] => [
      { type: 'AttemptStarted', path: shiftPath(0), attempt, deadlineAt: 9_000_000 },
      rungFact(shiftPath(0), { state: 'settling' }),
      rungFact(shiftPath(0), {}),
    ];
    const rounds = Array.from({ length: 1_000 }, (_, index) => round(index + 1)).flat();
    const { spans, machineMs, bakeMs } = timeSpans(ladderPlan(), timed(started, ...rounds), 0);
    expect(spans.length).toBeLessThanOrEqual(400);
    expect([machineMs, bakeMs]).toEqual([2_000_000, 1_000_000]);
    expect(spans.at(-1)?.to).toBe(3_000_000);
  });
});
