// A step that broke and waits for a word, as people see it.
import { expect, test } from 'vitest';
import { failedWith, table } from '../../tests/decision-table.ts';
import { group, onAnyFailure, planOf, stage, step } from '../../tests/plan-builder.ts';
import { buildRunView } from './build-run-view.ts';
import { journalLine } from './journal-line.ts';
import { sentence, whyWaiting } from './sentence.ts';

const ask = onAnyFailure({
  type: 'ManualIntervention',
  timeoutMs: 600_000,
  onTimeout: { type: 'PipelineRollback' },
});
const plan = planOf([stage('s', [step('a', { failures: ask }), step('b')])]);

function broken() {
  const game = table(plan);
  game.end('s/steps/a', 1_000, failedWith('Verification'));
  return game;
}

test('it says what broke, what each answer does, and what no answer does', () => {
  const view = buildRunView(plan, broken().events, 301_000);
  expect(view.choices).toMatchObject([
    { kind: 'intervention', path: 's/steps/a', question: 'a broke: it broke. What now?' },
  ]);
  expect(view.choices[0]?.options.map(({ id }) => id)).toContain('stage-rollback');
  expect(sentence(view)).toContain("a broke and waits for a person's word: retry,");
  expect(whyWaiting(view)).toBe(
    "a waits for a person's word, and nothing moves until then. With no answer within 5 min, the rollback steps of all stages that ran put everything back.",
  );
});

test('of an approval no answer is offered that would pass it', () => {
  const gates = planOf([stage('s', [step('gate', { type: 'HarnessApproval', failures: ask })])]);
  const game = table(gates);
  game.end('s/steps/gate', 1_000, failedWith('ApprovalRejection'));
  const [choice] = buildRunView(gates, game.events, 2_000).choices;
  const offered = choice?.options.map(({ id }) => id);
  expect(offered).toContain('retry');
  expect(offered).not.toContain('mark-as-success');
  expect(offered).not.toContain('ignore');
});

test('nothing is asked any more once somebody has decided, or the run is aborted', () => {
  const decided = broken();
  const by = { by: 'ada', action: 'ignore' } as const;
  decided.record({ at: 2_000, type: 'InterventionDecided', path: 's/steps/a', attempt: 1, ...by });
  expect(buildRunView(plan, decided.events, 3_000).choices).toEqual([]);
  const aborted = broken();
  aborted.record({ at: 2_000, type: 'AbortRequested', by: 'ada', restore: false });
  expect(buildRunView(plan, aborted.events, 3_000).choices).toEqual([]);
});

test('what a later round of a group has mended is not what broke', () => {
  const failures = onAnyFailure({
    type: 'RetryStepGroup',
    group: 's/steps/g',
    retryCount: 1,
    intervalsMs: [],
  });
  const again = planOf([stage('s', [group('g', [step('a', { failures })])])]);
  const game = table(again);
  game.end('s/steps/g/a', 10, failedWith('Unknown'));
  expect(buildRunView(again, game.events, 20).failure).toBeUndefined();
  const retried = game.events.find(({ type }) => type === 'GroupRetried');
  if (retried === undefined) throw new Error('no second round');
  expect(journalLine(retried, String)?.text).toBe('step group g begins anew, round 2');
});
