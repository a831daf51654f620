// A broken step asks a person, who decides once; nobody's word in time and an abort decide too.
import { expect, test } from 'vitest';
import { failedWith, type Table, table } from '../../../tests/decision-table.ts';
import { onAnyFailure, planOf, retry, stage, step } from '../../../tests/plan-builder.ts';
import type { InterventionAction } from '../event.ts';

const ask = onAnyFailure({
  type: 'ManualIntervention',
  timeoutMs: 60_000,
  onTimeout: { type: 'PipelineRollback' },
});
const plan = planOf([
  stage('s', [step('a', { failures: ask }), step('b')], [step('back', { failures: {} })]),
]);

/** A run whose first step has failed at 10. */
function asked(): Table {
  const game = table(plan);
  game.end('s/steps/a', 10, failedWith('Verification'));
  return game;
}

const decided = (action: InterventionAction, at = 20) =>
  ({
    at,
    type: 'InterventionDecided',
    path: 's/steps/a',
    attempt: 1,
    by: 'ada',
    action,
  }) as const;

test('it waits with nothing running until its time is over', () => {
  const game = asked();
  const { runs, wakeAt } = game.at(30);
  expect({ runs, wakeAt }).toEqual({ runs: [], wakeAt: 60_010 });
  expect(game.events.at(-1)).toMatchObject({ type: 'InterventionOpened', expiresAt: 60_010 });
});

test.each<[InterventionAction, string]>([
  ['mark-as-success', 's/steps/a: Success'],
  ['ignore', 's/steps/a: IgnoreFailed'],
])('%s goes on with the next step', (action, finished) => {
  const game = asked();
  expect(game.record(decided(action)).runs.map(({ step: { path } }) => path)).toEqual([
    's/steps/b',
  ]);
  expect(game.finished()).toEqual([finished]);
});

test('mark-as-failure skips what needs success', () => {
  const game = asked();
  game.record(decided('mark-as-failure'));
  expect(game.finished()).toContain('s/steps/b: Skipped');
  expect(game.state.finished?.end).toBe('Failed');
});

test('retry runs the step again, and a second failure asks again', () => {
  const game = asked();
  const { runs } = game.record(decided('retry'));
  expect(runs).toMatchObject([{ step: { path: 's/steps/a' }, attempt: 2 }]);
  game.end('s/steps/a', 30, failedWith('Unknown'));
  expect(game.events.at(-1)).toMatchObject({ type: 'InterventionOpened', attempt: 2 });
});

test.each<InterventionAction>(['stage-rollback', 'pipeline-rollback'])('%s goes back', (action) => {
  const game = asked();
  const { runs } = game.record(decided(action));
  expect(runs.map(({ step: { path } }) => path)).toEqual(['s/rollback/back']);
});

test('abort ends the run with no rollback, as the failure strategy of that name does', () => {
  const game = asked();
  game.record(decided('abort'));
  expect(game.state.finished).toMatchObject({ status: 'Aborted', end: 'Aborted' });
});

test('when nobody has decided in time, the action for that acts', () => {
  const game = asked();
  expect(game.at(60_009).events).toEqual([]);
  expect(game.at(60_010).runs.map(({ step: { path } }) => path)).toEqual(['s/rollback/back']);
});

test('a word in time counts, however late it is looked at', () => {
  const game = asked();
  game.record(decided('mark-as-success', 60_009));
  expect(game.finished()).toEqual(['s/steps/a: Success']);
});

test('the first word counts, and none after the time', () => {
  const twice = asked();
  twice.record(decided('ignore'));
  expect(() => twice.record(decided('retry', 21))).toThrow('no intervention is open');
  expect(() => asked().record(decided('ignore', 60_010))).toThrow('has expired');
});

test('an abort ends the waiting', () => {
  const game = asked();
  game.record({ at: 20, type: 'AbortRequested', by: 'ada', restore: false });
  expect(game.finished()).toContain('s/steps/a: Aborted');
  expect(game.state.finished?.end).toBe('Aborted');
});

test('after the last retry a person is asked, and no longer than the stage has time', () => {
  const then = onAnyFailure({
    type: 'ManualIntervention',
    timeoutMs: 60_000,
    onTimeout: { type: 'StageRollback' },
  });
  const [action] = Object.values(then);
  if (action === undefined) throw new Error('no action');
  const failures = retry(1, 5, action);
  const game = table(planOf([stage('s', [step('a', { failures })], [], { timeoutMs: 1_000 })]));
  game.end('s/steps/a', 10, failedWith('Unknown'));
  game.at(15);
  game.end('s/steps/a', 20, failedWith('Unknown'));
  expect(game.events.at(-1)).toMatchObject({ type: 'InterventionOpened', expiresAt: 1_000 });
  game.at(1_000);
  expect(game.state.finished?.end).toBe('Failed');
});
