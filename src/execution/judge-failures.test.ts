// What people may say of what breaks or runs, and why a word does not count.
import { expect, test } from 'vitest';
import { failed, failedWith, type Table, table } from '../../tests/decision-table.ts';
import { onAnyFailure, parallel, planOf, stage, step } from '../../tests/plan-builder.ts';
import type { FailureType } from '../plan/plan.ts';
import type { InterventionAction } from './event.ts';
import { judgeIntervention } from './judge-intervention.ts';
import { judgeMarkFailed } from './judge-mark-failed.ts';

const REJECTED = 'ApprovalRejection';
const ask = onAnyFailure({
  type: 'ManualIntervention',
  timeoutMs: 1_000,
  onTimeout: { type: 'MarkAsFailure' },
});
const plan = planOf([
  stage('s', [parallel([step('a', { failures: ask }), step('b', { failures: ask })])]),
]);

const word = (game: Table, from: string, at = 50) =>
  judgeIntervention(game.events, plan, { by: 'ada', step: from, action: 'ignore', at });

const mark = (game: Table, from?: string) =>
  judgeMarkFailed(game.events, plan, {
    by: 'ada',
    at: 50,
    ...(from !== undefined && { step: from }),
  });

function aHasBroken(): Table {
  const game = table(plan);
  game.end('s/steps/~0/a', 10, failed);
  return game;
}

test('a word counts for the step that waits, by its path or the last part of that', () => {
  for (const from of ['s/steps/~0/a', 'a', '~0/a']) {
    expect(word(aHasBroken(), from)).toMatchObject({
      status: 'accepted',
      event: { type: 'InterventionDecided', path: 's/steps/~0/a', attempt: 1, by: 'ada' },
    });
  }
});

test('of two words at once the second is told who was first', () => {
  const game = aHasBroken();
  const first = word(game, 'a');
  if (first.status !== 'accepted') throw new Error('refused');
  const late = judgeIntervention([...game.events, first.event], plan, {
    by: 'bob',
    step: 'a',
    action: 'retry',
    at: 60,
  });
  expect(late).toEqual({
    status: 'refused',
    refusal: { code: 'already-decided', by: 'ada', action: 'ignore' },
  });
});

test.each([
  ['a', 1_010, { code: 'expired', expiredAt: 1_010 }],
  ['b', 50, { code: 'not-waiting', open: ['s/steps/~0/a'] }],
])('a word on %s at %i does not count', (from, at, refusal) => {
  expect(word(aHasBroken(), from, at)).toEqual({ status: 'refused', refusal });
});

test.each<[string, FailureType]>([
  ['HarnessApproval', REJECTED],
  ['HarnessApproval', 'Timeout'],
  ['CustomApproval', 'Timeout'],
  ['Fake', REJECTED],
])("nobody's word passes an approval, such as %s that broke with %s", (type, broken) => {
  const gates = planOf([stage('s', [step('gate', { type, failures: ask })])]);
  const say = (action: InterventionAction) => {
    const game = table(gates);
    game.end('s/steps/gate', 10, failedWith(broken));
    return judgeIntervention(game.events, gates, { by: 'ada', step: 'gate', action, at: 50 });
  };
  for (const action of ['mark-as-success', 'ignore'] as const) {
    expect(say(action)).toEqual({ status: 'refused', refusal: { code: 'is-approval', action } });
  }
  for (const action of ['retry', 'mark-as-failure', 'stage-rollback'] as const) {
    expect(say(action)).toMatchObject({ status: 'accepted' });
  }
});

test('where nothing waits no word counts, and none after an abort', () => {
  expect(word(table(plan), 'a')).toMatchObject({ refusal: { code: 'none-open' } });
  const game = aHasBroken();
  game.record({ at: 20, type: 'AbortRequested', by: 'bob', restore: false });
  expect(word(game, 'a')).toMatchObject({ status: 'refused' });
});

test('what runs can be marked, one step or all of it', () => {
  expect(mark(table(plan), 'b')).toMatchObject({ event: { path: 's/steps/~0/b' } });
  const all = mark(table(plan));
  expect(all.status === 'accepted' && 'path' in all.event).toBe(false);
});

test('what waits for a word, or does not run, cannot be marked', () => {
  expect(mark(aHasBroken(), 'a')).toEqual({
    status: 'refused',
    refusal: { code: 'not-running', running: ['s/steps/~0/b'] },
  });
});

test('nothing is marked in a run that is aborted, has ended or follows another', () => {
  const aborted = aHasBroken();
  aborted.record({ at: 20, type: 'AbortRequested', by: 'bob', restore: false });
  expect(mark(aborted)).toMatchObject({ refusal: { code: 'aborting', by: 'bob' } });
  const over = aHasBroken();
  over.end('s/steps/~0/b', 20, failed);
  over.at(2_000);
  expect(mark(over)).toMatchObject({ refusal: { code: 'finished', end: 'Failed' } });
  const followUp = { ...plan, followUp: { kind: 'rollback', execution: '1' } } as const;
  expect(judgeMarkFailed(table(plan).events, followUp, { by: 'ada', at: 5 })).toMatchObject({
    refusal: { code: 'follows-another' },
  });
});
