// A person marks what runs as failed: it is cancelled, fails with that type, and the strategies act.
import { expect, test } from 'vitest';
import { failed, failedWith, table } from '../../../tests/decision-table.ts';
import { onAnyFailure, parallel, planOf, stage, step } from '../../../tests/plan-builder.ts';
import type { AttemptResult, MarkFailedRequested } from '../event.ts';

const failures = {
  ...onAnyFailure({ type: 'Ignore' }),
  UserMarkedFailure: { type: 'StageRollback' },
} as const;
const plan = planOf([
  stage(
    's',
    [parallel([step('a', { failures }), step('b', { failures })]), step('c')],
    [step('back', { failures: {} })],
  ),
]);

const mark = (path?: string): MarkFailedRequested & { readonly at: number } => ({
  at: 10,
  type: 'MarkFailedRequested',
  by: 'ada',
  ...(path !== undefined && { path }),
});
const marked: AttemptResult = failedWith('UserMarkedFailure');

test('one step is cancelled, the other goes on', () => {
  const { runs } = table(plan).record(mark('s/steps/~0/a'));
  expect(runs.map(({ step: { path }, cancel }) => `${path} ${cancel}`)).toEqual([
    's/steps/~0/a mark',
    's/steps/~0/b undefined',
  ]);
});

test('without a path everything that runs is', () => {
  const { runs } = table(plan).record(mark());
  expect(runs.map(({ cancel }) => cancel)).toEqual(['mark', 'mark']);
});

test('the strategy for UserMarkedFailure acts', () => {
  const game = table(plan);
  game.record(mark('s/steps/~0/a'));
  game.end('s/steps/~0/a', 20, marked);
  const { runs } = game.end('s/steps/~0/b', 30);
  expect(runs.map(({ step: { path } }) => path)).toEqual(['s/rollback/back']);
});

test('a step that succeeds although it was marked has failed', () => {
  const game = table(plan);
  game.record(mark('s/steps/~0/a'));
  game.end('s/steps/~0/a', 20);
  expect(game.finished()).toEqual(['s/steps/~0/a: Failed']);
});

test('an abort wins over the mark', () => {
  const game = table(plan);
  game.record(mark());
  const { runs } = game.record({ at: 20, type: 'AbortRequested', by: 'ada', restore: false });
  expect(runs.map(({ cancel }) => cancel)).toEqual(['abort', 'abort']);
});

test('nothing that runs, and no rollback step, can be marked', () => {
  const game = table(plan);
  expect(() => game.record(mark('s/steps/c'))).toThrow('nothing that could be marked');
  const back = table(plan);
  back.record(mark());
  back.end('s/steps/~0/a', 20, marked);
  back.end('s/steps/~0/b', 30, marked);
  expect(() => back.record({ ...mark('s/rollback/back'), at: 40 })).toThrow('nothing that could');
});

test('nobody fails by a mark that was never made', () => {
  const game = table(plan);
  expect(() => game.end('s/steps/~0/a', 20, marked)).toThrow('nobody marked');
});

test('a gate that was marked fails without anybody deciding', () => {
  const game = table(planOf([stage('s', [step('gate', { failures })])]));
  game.record({
    at: 5,
    type: 'ApprovalOpened',
    path: 's/steps/gate',
    attempt: 1,
    expiresAt: 600_000,
    approval: {
      message: 'go on?',
      userGroups: [],
      minimumCount: 1,
      disallowPipelineExecutor: false,
      disallowedUserEmails: [],
      review: null,
    },
  });
  game.record(mark('s/steps/gate'));
  expect(game.finished()).toContain('s/steps/gate: Failed');
});

test('failAll marks what runs beside the step that broke', () => {
  const all = onAnyFailure({ type: 'PipelineRollback', failAll: true });
  const both = parallel([step('a', { failures: all }), step('b', { failures: all })]);
  const game = table(planOf([stage('s', [both], [step('back', { failures: {} })])]));
  const { runs } = game.end('s/steps/~0/a', 10, failed);
  expect(runs.map(({ step: { path }, cancel }) => `${path} ${cancel}`)).toEqual([
    's/steps/~0/b mark',
  ]);
});
