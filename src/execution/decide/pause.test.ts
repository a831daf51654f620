// A paused run: what runs ends, nothing new begins, and no way back is held.
import { describe, expect, test } from 'vitest';
import { failed, type Table, table } from '../../../tests/decision-table.ts';
import {
  group,
  matrix,
  onAnyFailure,
  parallel,
  planOf,
  retry,
  STAGE_ROLLBACK,
  stage,
  step,
} from '../../../tests/plan-builder.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Decision } from './decide.ts';

const back = step('back', { failures: {} });
const going = { failures: STAGE_ROLLBACK };

function paused(plan: Plan, at = 10): Table {
  const game = table(plan);
  game.record({ at, type: 'PauseRequested', by: 'ada' });
  return game;
}

const runsOf = ({ runs }: Decision): string[] => runs.map(({ step: { path } }) => path);
const unpause = (game: Table, at: number): Decision =>
  game.record({ at, type: 'PauseEnded', by: 'bob' });

describe('What has not begun', () => {
  const plan = planOf([stage('s', [step('a', going), step('b', going)], [back])]);

  test('does not begin before the pause ends; what runs goes to its end', () => {
    const game = paused(plan);
    expect(runsOf(game.at(20))).toEqual(['s/steps/a']);
    expect(runsOf(game.end('s/steps/a', 30))).toEqual([]);
    expect(game.finished()).toEqual(['s/steps/a: Success']);
    expect(runsOf(unpause(game, 40))).toEqual(['s/steps/b']);
  });

  test('has no time-out that could run out meanwhile', () => {
    const game = paused(plan);
    expect(game.end('s/steps/a', 30)).toMatchObject({ runs: [], wakeAt: undefined });
    const [run] = unpause(game, 900_000_000).runs;
    expect(run).toMatchObject({ step: { path: 's/steps/b' } });
    expect(run?.deadlineAt).toBeGreaterThan(900_000_000);
  });

  test('is no further iteration, no sibling and no stage', () => {
    const rungs = matrix('rungs', 1, () => group('rung', [step('x')]));
    const game = paused(planOf([stage('s', [rungs]), stage('t', [step('y')])]));
    const [first] = runsOf(game.at(20));
    expect(runsOf(game.end(first ?? '', 30))).toEqual([]);
    expect(runsOf(unpause(game, 40))).toHaveLength(1);
  });

  test('is no further attempt, and the wait between two goes on', () => {
    const again = step('a', { failures: retry(2, 5_000) });
    const game = paused(planOf([stage('s', [again])]));
    game.end('s/steps/a', 20, failed);
    expect(game.at(60_000)).toMatchObject({ runs: [], wakeAt: undefined });
    expect(runsOf(unpause(game, 70_000))).toEqual(['s/steps/a']);
  });
});

describe('What people answer during a pause', () => {
  const approval = {
    message: 'go?',
    userGroups: ['ops'],
    minimumCount: 1,
    disallowPipelineExecutor: false,
    disallowedUserEmails: [],
    review: null,
  };

  test('counts at a gate, and nothing follows before the pause ends', () => {
    const game = paused(planOf([stage('s', [step('gate'), step('shift')])]));
    const gate = { path: 's/steps/gate', attempt: 1 };
    game.record({ at: 20, type: 'ApprovalOpened', ...gate, expiresAt: 600_000, approval });
    const decided = { at: 30, type: 'ApprovalDecided', ...gate, by: 'bob' } as const;
    expect(runsOf(game.record({ ...decided, decision: 'approve' }))).toEqual([]);
    expect(game.finished()).toEqual(['s/steps/gate: Success']);
    expect(runsOf(unpause(game, 40))).toEqual(['s/steps/shift']);
  });

  const choice = {
    name: 'hand',
    question: 'whose?',
    detail: null,
    options: [{ id: 'mine', label: 'mine', consequence: 'writes' }],
  };
  const asking = { path: 's/steps/shift', attempt: 1 };
  const made = {
    type: 'ChoiceMade',
    ...asking,
    choice: 'hand',
    option: 'mine',
    by: 'bob',
  } as const;

  function chosen(): Table {
    const game = paused(planOf([stage('s', [step('shift', going)], [back])]));
    game.record({ at: 20, type: 'ChoiceOpened', ...asking, expiresAt: 600_000, choice });
    return game;
  }

  test('counts as a choice, and the attempt goes on when the pause ends', () => {
    const game = chosen();
    expect(game.record({ ...made, at: 30 })).toMatchObject({ runs: [], wakeAt: 600_000 });
    expect(unpause(game, 40).runs).toMatchObject([{ step: { path: 's/steps/shift' }, entry: 1 }]);
  });

  test('does not stop the time of the attempt', () => {
    const game = chosen();
    game.record({ ...made, at: 30 });
    expect(runsOf(game.at(600_000))).toEqual(['s/rollback/back']);
  });

  test('that was answered before the pause is not stopped by it', () => {
    const game = table(planOf([stage('s', [step('shift')])]));
    game.record({ at: 20, type: 'ChoiceOpened', ...asking, expiresAt: 600_000, choice });
    game.record({ ...made, at: 30 });
    expect(runsOf(game.record({ at: 30, type: 'PauseRequested', by: 'ada' }))).toHaveLength(1);
  });
});

describe('A way back', () => {
  test('begins and ends while the run is paused', () => {
    const game = paused(planOf([stage('s', [step('a', going)], [back, step('last')])]));
    expect(runsOf(game.end('s/steps/a', 20, failed))).toEqual(['s/rollback/back']);
    expect(runsOf(game.end('s/rollback/back', 30))).toEqual(['s/rollback/last']);
    game.end('s/rollback/last', 40);
    expect(game.state.finished).toMatchObject({ status: 'Failed' });
  });

  test('does not wait for what has not begun beside the step that broke', () => {
    const beside = group('beside', [step('one', going), step('two', going), step('three')]);
    const game = paused(planOf([stage('s', [parallel([beside, step('a', going)])], [back])]));
    expect(runsOf(game.end('s/steps/~0/beside/one', 20))).toEqual(['s/steps/~0/a']);
    expect(runsOf(game.end('s/steps/~0/a', 30, failed))).toEqual(['s/rollback/back']);
    expect(game.finished()).toContain('s/steps/~0/beside/two: Skipped');
  });

  test('waits for what runs beside it, and not for its next attempt', () => {
    const tried = step('b', { failures: retry(3, 5_000) });
    const game = paused(planOf([stage('s', [parallel([step('a', going), tried])], [back])]));
    game.end('s/steps/~0/b', 20, failed);
    expect(runsOf(game.end('s/steps/~0/a', 30, failed))).toEqual(['s/rollback/back']);
    expect(game.finished()).toContain('s/steps/~0/b: Failed');
  });

  test('of one stage leaves what has not begun in another held', () => {
    const other = stage('t', [step('x'), step('y')]);
    const beside = parallel([stage('s', [step('a', going)], [back]), other]);
    const game = paused(planOf([beside]));
    game.end('~0/t/steps/x', 20);
    expect(runsOf(game.end('~0/s/steps/a', 30, failed))).toEqual(['~0/s/rollback/back']);
    expect(runsOf(game.end('~0/s/rollback/back', 40))).toEqual([]);
    expect(runsOf(unpause(game, 50))).toEqual(['~0/t/steps/y']);
  });

  test('that an abort asks for ends the pause', () => {
    const game = paused(planOf([stage('s', [step('a', going), step('b')], [back])]));
    game.record({ at: 20, type: 'AbortRequested', by: 'ada', restore: true });
    expect(game.state.paused).toBeUndefined();
    game.end('s/steps/a', 30, { status: 'aborted' });
    expect(game.finished()).toContain('s/steps: Aborted');
  });

  test('begins when the time of the stage is over', () => {
    const game = paused(
      planOf([stage('s', [step('a', going), step('b', going)], [back], { timeoutMs: 60_000 })]),
    );
    expect(game.end('s/steps/a', 20)).toMatchObject({ runs: [], wakeAt: 60_000 });
    expect(runsOf(game.at(60_000))).toEqual(['s/rollback/back']);
  });
});

test('an ignored failure lets nothing begin either', () => {
  const ignored = step('a', { failures: onAnyFailure({ type: 'Ignore' }) });
  const game = paused(planOf([stage('s', [ignored, step('b')])]));
  expect(runsOf(game.end('s/steps/a', 20, failed))).toEqual([]);
});

test('nobody ends a pause that is none, and none begins twice', () => {
  const plan = planOf([stage('s', [step('a')])]);
  expect(() => unpause(table(plan), 5)).toThrow('not paused');
  const game = paused(plan);
  expect(() => game.record({ at: 20, type: 'PauseRequested', by: 'bob' })).toThrow('already');
});
