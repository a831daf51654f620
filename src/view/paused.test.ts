// A paused run, as people see it: who holds it, since when, and that nothing new begins.
import { expect, test } from 'vitest';
import { failed, table } from '../../tests/decision-table.ts';
import { planOf, STAGE_ROLLBACK, stage, step } from '../../tests/plan-builder.ts';
import { buildRunView } from './build-run-view.ts';
import { journalLine } from './journal-line.ts';
import { sentence, whyWaiting } from './sentence.ts';

const plan = planOf([
  stage('s', [step('a', { failures: STAGE_ROLLBACK }), step('b')], [step('back')]),
]);

function paused() {
  const game = table(plan);
  game.record({ at: 61_000, type: 'PauseRequested', by: 'ada', comment: 'lunch' });
  return game;
}

test('it says who holds it, since when and why, and what still runs', () => {
  const view = buildRunView(plan, paused().events, 62_000);
  expect(view.paused).toEqual({ by: 'ada', at: 61_000, comment: 'lunch' });
  const said = 'Paused by ada since 00:01:01 UTC: "lunch". Prod stands on blue. Now: a.';
  expect(sentence(view)).toBe(said);
  expect(whyWaiting(view)).toBeUndefined();
});

test('when nothing runs any more it says that nothing new begins', () => {
  const game = paused();
  game.end('s/steps/a', 70_000);
  const view = buildRunView(plan, game.events, 80_000);
  expect(view.running).toEqual([]);
  expect(whyWaiting(view)).toMatch(/^ada has paused the run: nothing new begins until/);
});

test('what was answered during a pause does not run', () => {
  const game = paused();
  const asking = { path: 's/steps/a', attempt: 1 };
  const options = [{ id: 'mine', label: 'mine', consequence: 'writes' }];
  const choice = { name: 'hand', question: 'whose?', detail: null, options };
  const expiresAt = game.state.steps.get('s/steps/a')?.deadlineAt ?? 0;
  game.record({ at: 70_000, type: 'ChoiceOpened', ...asking, expiresAt, choice });
  const made = { choice: 'hand', option: 'mine', by: 'bob' };
  game.record({ at: 80_000, type: 'ChoiceMade', ...asking, ...made });
  expect(buildRunView(plan, game.events, 80_000).running).toEqual([]);
  game.record({ at: 90_000, type: 'PauseEnded', by: 'bob' });
  const view = buildRunView(plan, game.events, 90_000);
  expect(view).toMatchObject({ paused: undefined, running: [{ path: 's/steps/a' }] });
});

test('neither an abort nor an end leaves it paused', () => {
  const aborted = paused();
  aborted.record({ at: 70_000, type: 'AbortRequested', by: 'bob', restore: true });
  expect(buildRunView(plan, aborted.events, 71_000).paused).toBeUndefined();
  const ended = paused();
  ended.end('s/steps/a', 70_000, failed);
  ended.end('s/rollback/back', 80_000);
  expect(buildRunView(plan, ended.events, 81_000)).toMatchObject({
    end: 'Failed',
    paused: undefined,
  });
});

test('the journal tells who held it and who let it go on', () => {
  const game = paused();
  game.record({ at: 70_000, type: 'PauseEnded', by: 'bob' });
  const words = game.events.flatMap((event) => journalLine(event, (path) => path)?.text ?? []);
  expect(words).toContain('ada paused the run: "lunch"');
  expect(words).toContain('bob let the run go on');
});
