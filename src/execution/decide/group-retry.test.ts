// A step group that runs again: from its beginning, so many times, and never mistaken for its earlier round.
import { expect, test } from 'vitest';
import { failed, type Table, table } from '../../../tests/decision-table.ts';
import { group, onAnyFailure, planOf, stage, step } from '../../../tests/plan-builder.ts';
import type { FailureAction, FailureTable } from '../../plan/plan.ts';
import type { Decision } from './decide.ts';

const GROUP = 's/steps/g';
const again = (onRetryFailure?: FailureAction, retryCount = 1): FailureTable =>
  onAnyFailure({
    type: 'RetryStepGroup',
    group: GROUP,
    retryCount,
    intervalsMs: [100],
    ...(onRetryFailure !== undefined && { onRetryFailure }),
  });

/** Build, then repair only after a failure. */
function game(failures: FailureTable, timeoutMs?: number): Table {
  const repair = step('repair', { when: { status: 'Failure' }, failures });
  const steps = group('g', [step('build', { failures }), repair], {
    ...(timeoutMs !== undefined && { timeoutMs }),
  });
  return table(planOf([stage('s', [steps, step('after')], [step('back', { failures: {} })])]));
}

const runningIn = ({ runs }: Decision) =>
  runs.map(({ step: { path }, attempt }) => `${path}#${attempt}`);

test('the rest of the group goes by its conditions first, then it begins anew after the interval', () => {
  const play = game(again());
  expect(runningIn(play.end(`${GROUP}/build`, 10, failed))).toEqual([`${GROUP}/repair#1`]);
  const decision = play.end(`${GROUP}/repair`, 20);
  expect({ runs: runningIn(decision), wakeAt: decision.wakeAt }).toEqual({ runs: [], wakeAt: 120 });
  expect(play.events.at(-1)).toMatchObject({ type: 'GroupRetried', round: 2, dueAt: 120 });
  expect(runningIn(play.at(120))).toEqual([`${GROUP}/build#2`]);
});

test('a round that succeeds is the group, and what its condition leaves out is skipped', () => {
  const play = game(again());
  play.end(`${GROUP}/build`, 10, failed);
  play.end(`${GROUP}/repair`, 20);
  play.at(120);
  expect(runningIn(play.end(`${GROUP}/build`, 130))).toEqual(['s/steps/after#1']);
  expect(play.finished().slice(-3)).toEqual([
    `${GROUP}/build: Success`,
    `${GROUP}/repair: Skipped`,
    `${GROUP}: Success`,
  ]);
});

test('after the last round the levels around the group decide', () => {
  const play = game(again({ type: 'StageRollback' }));
  play.end(`${GROUP}/build`, 10, failed);
  play.end(`${GROUP}/repair`, 20);
  play.at(120);
  expect(runningIn(play.end(`${GROUP}/build`, 130, failed))).toEqual(['s/rollback/back#1']);
});

test('where the group has no time for another round, they decide at once', () => {
  const play = game(again({ type: 'StageRollback' }), 115);
  play.end(`${GROUP}/build`, 10, failed);
  expect(runningIn(play.end(`${GROUP}/repair`, 20))).toEqual(['s/rollback/back#1']);
  expect(play.events.some(({ type }) => type === 'GroupRetried')).toBe(false);
});

test('retries of a step begin anew with each round, and attempts never repeat a number', () => {
  const failures = onAnyFailure({
    type: 'Retry',
    retryCount: 1,
    intervalsMs: [],
    onRetryFailure: { type: 'RetryStepGroup', group: GROUP, retryCount: 1, intervalsMs: [] },
  });
  const play = table(planOf([stage('s', [group('g', [step('build', { failures })])])]));
  for (const now of [10, 20, 30, 40]) play.end(`${GROUP}/build`, now, failed);
  const started = play.events.flatMap((event) =>
    event.type === 'AttemptStarted' ? [event.attempt] : [],
  );
  expect(started).toEqual([1, 2, 3, 4]);
  expect(play.state.finished?.end).toBe('Failed');
});

test('an abort while it waits for the next round ends the run', () => {
  const play = game(again());
  play.end(`${GROUP}/build`, 10, failed);
  play.end(`${GROUP}/repair`, 20);
  play.record({ at: 30, type: 'AbortRequested', by: 'ada', restore: false });
  expect(play.state.finished?.end).toBe('Aborted');
});

test('a group that nothing asks to repeat is not repeated', () => {
  const play = game(again());
  expect(() =>
    play.record({ at: 5, type: 'GroupRetried', path: GROUP, round: 2, dueAt: 5 }),
  ).toThrow('asks for another round');
});
