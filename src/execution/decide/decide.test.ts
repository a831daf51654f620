// Decisions as tables: a plan, what has happened, and what should happen now.
import { expect, test } from 'vitest';
import { failed, failedWith, table } from '../../../tests/decision-table.ts';
import {
  group,
  matrix,
  onAnyFailure,
  PIPELINE_ROLLBACK,
  parallel,
  planOf,
  retry,
  STAGE_ROLLBACK,
  stage,
  step,
} from '../../../tests/plan-builder.ts';
import type { Decision } from './decide.ts';

const running = (decision: Decision): string[] => {
  return decision.runs.map(({ step, cancel }) => step.path + (cancel ? ` ${cancel}` : ''));
};
const change = (path: string, at: number, attempt = 1) => {
  const base = { at, path, attempt, effect: 'write' };
  return [
    { ...base, type: 'EffectIntended', request: null, changesWorld: true },
    { ...base, type: 'EffectConfirmed', outcome: 'applied', via: 'response' },
  ] as const;
};

test('a sequence runs its steps one after the other and the run succeeds', () => {
  const game = table(planOf([stage('s', [step('a'), step('b')])]));
  expect(running(game.at(0))).toEqual(['s/steps/a']);
  expect(running(game.end('s/steps/a', 5))).toEqual(['s/steps/b']);
  game.end('s/steps/b', 9);
  expect(game.state.finished).toMatchObject({ status: 'Success', end: 'Success', leftovers: [] });
});

test('parallel children all run, and a broken one does not stop the others', () => {
  const game = table(planOf([stage('s', [parallel([step('a'), step('b')]), step('c')])]));
  expect(running(game.at(0))).toEqual(['s/steps/~0/a', 's/steps/~0/b']);
  expect(running(game.end('s/steps/~0/a', 1, failed))).toEqual(['s/steps/~0/b']);
  game.end('s/steps/~0/b', 2);
  expect(game.finished()).toContain('s/steps/c: Skipped');
  expect(game.state.finished).toMatchObject({ end: 'Failed', cause: 'failed' });
});

test('a matrix keeps to its concurrency', () => {
  const plan = planOf([stage('s', [matrix('m', 3, () => step('x'), { maxConcurrency: 2 })])]);
  const game = table(plan);
  expect(running(game.at(0))).toEqual(['s/steps/m[0]', 's/steps/m[1]']);
  expect(running(game.end('s/steps/m[1]', 1))).toEqual(['s/steps/m[0]', 's/steps/m[2]']);
});

test('a failed iteration skips the queued ones, and waiting ones keep their lane', () => {
  const failures = retry(1, 1_000, { type: 'MarkAsFailure' });
  const plan = planOf([stage('s', [matrix('m', 3, () => step('x', { failures }))])]);
  const game = table(plan);
  const waiting = game.end('s/steps/m[0]', 10, failed);
  expect(running(waiting)).toEqual([]);
  expect(waiting.wakeAt).toBe(1_010);
  expect(running(game.at(1_010))).toEqual(['s/steps/m[0]']);
  game.end('s/steps/m[0]', 1_020, failed);
  expect(game.finished()).toEqual([
    's/steps/m[0]: Failed',
    's/steps/m[1]: Skipped',
    's/steps/m[2]: Skipped',
    's/steps/m: Failed',
    's/steps: Failed',
    's: Failed',
    ': Failed',
  ]);
});

test('with RunAll the queued iterations run although one failed', () => {
  const options = { onFailure: 'RunAll' } as const;
  const game = table(planOf([stage('s', [matrix('m', 2, () => step('x'), options)])]));
  expect(running(game.end('s/steps/m[0]', 1, failed))).toEqual(['s/steps/m[1]']);
});

test('every rollback step runs, and a failed one makes the end dirty', () => {
  const plan = planOf([
    stage('s', [step('a', { failures: STAGE_ROLLBACK })], [step('r1'), step('r2')]),
  ]);
  const game = table(plan);
  for (const event of change('s/steps/a', 1)) game.record(event);
  expect(running(game.end('s/steps/a', 2, failed))).toEqual(['s/rollback/r1']);
  expect(running(game.end('s/rollback/r1', 3, failed))).toEqual(['s/rollback/r2']);
  game.end('s/rollback/r2', 4);
  expect(game.state.finished).toMatchObject({ status: 'Failed', end: 'Dirty', cause: 'failed' });
  expect(game.state.finished?.leftovers[0]?.why).toContain('it broke');
});

test('a clean rollback ends RolledBack, with the reason of the first failure', () => {
  const plan = planOf([stage('s', [step('a', { failures: STAGE_ROLLBACK })], [step('r')])]);
  const game = table(plan);
  for (const event of change('s/steps/a', 1)) game.record(event);
  game.end('s/steps/a', 2, failedWith('ApprovalRejection'));
  game.end('s/rollback/r', 3);
  const end = { status: 'ApprovalRejected', end: 'RolledBack', cause: 'rejected' };
  expect(game.state.finished).toMatchObject(end);
});

test('a pipeline rollback unwinds the started stages, last first', () => {
  const plan = planOf([
    stage('one', [step('a')], [step('r')]),
    stage('two', [step('b', { failures: PIPELINE_ROLLBACK })], [step('r')]),
    stage('three', [step('c')], [step('r')]),
  ]);
  const game = table(plan);
  for (const event of change('one/steps/a', 0)) game.record(event);
  game.end('one/steps/a', 1);
  expect(running(game.end('two/steps/b', 2, failed))).toEqual(['two/rollback/r']);
  expect(running(game.end('two/rollback/r', 3))).toEqual(['one/rollback/r']);
  game.end('one/rollback/r', 4);
  expect(game.state.finished).toMatchObject({ status: 'Failed', end: 'RolledBack' });
});

test('deadlines are written at the first start, and the earlier one counts', () => {
  const plan = planOf([stage('s', [step('a', { timeoutMs: 500 })], [], { timeoutMs: 300 })]);
  const game = table(plan);
  expect(game.at(0).runs[0]).toMatchObject({ deadlineAt: 300 });
  expect(running(game.at(300))).toEqual(['s/steps/a timeout']);
});

test('a step that never started before its stage ran out of time still asks its strategies', () => {
  const failures = STAGE_ROLLBACK;
  const plan = planOf([
    stage('s', [step('a'), step('b', { failures })], [step('r')], { timeoutMs: 300 }),
  ]);
  const game = table(plan);
  expect(running(game.end('s/steps/a', 300))).toEqual(['s/rollback/r']);
});

test('a retry that would outlast its stage falls to what follows the last one', () => {
  const failures = retry(5, 1_000, { type: 'Ignore' });
  const game = table(planOf([stage('s', [step('a', { failures })], [], { timeoutMs: 500 })]));
  game.end('s/steps/a', 100, failed);
  expect(game.state.finished).toMatchObject({ status: 'IgnoreFailed', end: 'Success' });
});

const abort = (at: number, restore: boolean) => {
  return { at, type: 'AbortRequested', by: 'ada', restore } as const;
};

test('an abort cancels what runs, overrules strategies, and leaves things as they are', () => {
  const plan = planOf([stage('s', [step('a', { failures: STAGE_ROLLBACK })], [step('r')])]);
  const game = table(plan);
  for (const event of change('s/steps/a', 1)) game.record(event);
  expect(running(game.record(abort(2, false)))).toEqual(['s/steps/a abort']);
  game.end('s/steps/a', 3, failed);
  expect(game.state.finished).toMatchObject({ status: 'Aborted', end: 'Dirty', cause: 'aborted' });
});

test('an abort with restore rolls back every started stage', () => {
  const plan = planOf([
    stage('one', [step('a')], [step('r')]),
    stage('two', [step('b')], [step('r')]),
  ]);
  const game = table(plan);
  for (const event of change('one/steps/a', 0)) game.record(event);
  game.end('one/steps/a', 1);
  game.record(abort(2, true));
  expect(running(game.end('two/steps/b', 3, { status: 'aborted' }))).toEqual(['two/rollback/r']);
  game.end('two/rollback/r', 4);
  game.end('one/rollback/r', 5);
  expect(game.state.finished).toMatchObject({ status: 'Aborted', end: 'RolledBack' });
});

test('an abort does not stop a rollback that has started', () => {
  const plan = planOf([
    stage('s', [step('a', { failures: STAGE_ROLLBACK })], [step('r'), step('q')]),
  ]);
  const game = table(plan);
  game.end('s/steps/a', 1, failed);
  expect(running(game.record(abort(2, false)))).toEqual(['s/rollback/r']);
  expect(running(game.end('s/rollback/r', 3))).toEqual(['s/rollback/q']);
});

test('an abort before anything was touched ends Aborted', () => {
  const game = table(planOf([stage('s', [step('a')])]));
  game.record(abort(1, false));
  game.end('s/steps/a', 2, { status: 'aborted' });
  expect(game.state.finished).toMatchObject({ end: 'Aborted', leftovers: [] });
});

test('conditions read the outputs and engine names of earlier steps', () => {
  const ready = '<+execution.steps.a.output.ready> == "yes" && <+steps.a.status> == "SUCCEEDED"';
  const plan = planOf([
    stage('s', [
      step('a'),
      step('b', { when: { status: 'Success', condition: ready } }),
      step('c', { when: { status: 'Success', condition: `!(${ready})` } }),
      step('d', { when: { status: 'Failure' } }),
    ]),
  ]);
  const game = table(plan);
  const result = { status: 'succeeded', output: { ready: 'yes' } } as const;
  expect(running(game.end('s/steps/a', 1, result))).toEqual(['s/steps/b']);
  game.end('s/steps/b', 2);
  expect(game.finished()).toEqual(expect.arrayContaining(['s/steps/c: Skipped', ': Success']));
});

test('a condition nobody can judge breaks the node as its strategies say', () => {
  const when = { status: 'Success', condition: '<+steps.nobody.output.x> == 1' } as const;
  const failures = STAGE_ROLLBACK;
  const plan = planOf([stage('s', [group('g', [step('a', { failures })], { when })], [step('r')])]);
  const game = table(plan);
  expect(running(game.at(0))).toEqual(['s/rollback/r']);
});

test('MarkAsFailure goes on by the conditions of what follows', () => {
  const failures = onAnyFailure({ type: 'MarkAsFailure' });
  const plan = planOf([
    stage('s', [step('a', { failures }), step('b'), step('c', { when: { status: 'Failure' } })]),
  ]);
  const game = table(plan);
  expect(running(game.end('s/steps/a', 1, failed))).toEqual(['s/steps/c']);
  expect(game.finished()).toContain('s/steps/b: Skipped');
});

const gate = (at: number) => {
  const userGroups = ['_project_all_users'];
  const rules = { minimumCount: 2, disallowPipelineExecutor: false, disallowedUserEmails: [] };
  const approval = { message: 'go?', userGroups, ...rules, review: null };
  const base = { at, path: 's/steps/a', attempt: 1 };
  return { ...base, type: 'ApprovalOpened', expiresAt: 600_000, approval } as const;
};
const decided = (at: number, by: string, decision: 'approve' | 'reject') => {
  return { at, type: 'ApprovalDecided', path: 's/steps/a', attempt: 1, by, decision } as const;
};

test('a gate waits without work, counts approvals, and gives its activities as output', () => {
  const game = table(planOf([stage('s', [step('a')])]));
  const waiting = game.record(gate(10));
  expect(waiting).toMatchObject({ runs: [], wakeAt: 600_000 });
  expect(game.record(decided(20, 'ada', 'approve')).runs).toEqual([]);
  game.record(decided(30, 'bob', 'approve'));
  const { result } = game.state.steps.get('s/steps/a') ?? {};
  expect(result).toMatchObject({
    output: { approvalActivities: [{ user: { name: 'ada' } }, { user: { name: 'bob' } }] },
  });
  expect(game.state.finished).toMatchObject({ end: 'Success' });
});

test('one rejection is enough, and is no plain failure', () => {
  const game = table(planOf([stage('s', [step('a')])]));
  game.record(gate(10));
  game.record(decided(20, 'ada', 'reject'));
  expect(game.state.finished).toMatchObject({ status: 'ApprovalRejected', end: 'Rejected' });
});

test('an unanswered gate expires', () => {
  const game = table(planOf([stage('s', [step('a')])]));
  game.record(gate(10));
  game.at(600_000);
  expect(game.state.finished).toMatchObject({ status: 'Expired', end: 'Expired' });
});

test('an approval that was in time counts, however late it is looked at', () => {
  const game = table(planOf([stage('s', [step('a')])]));
  game.record(gate(10));
  game.record(decided(20, 'ada', 'approve'));
  expect(() => game.record(decided(600_000, 'bob', 'approve'))).toThrow('has expired');
});

test('a later rollback step may clear what an earlier one left, or say it anew, but not twice', () => {
  const left = (why: string) => ({ what: 'the rule', why, commands: ['put it back'] });
  const steps = [step('a', { failures: STAGE_ROLLBACK })];
  const endAfter = (second: object) => {
    const game = table(planOf([stage('s', steps, [step('r1'), step('r2')])]));
    for (const event of change('s/steps/a', 1)) game.record(event);
    game.end('s/steps/a', 2, failed);
    const succeeded = { status: 'succeeded', output: {}, putBack: true } as const;
    game.end('s/rollback/r1', 3, { ...succeeded, leftovers: [left('busy')] });
    game.end('s/rollback/r2', 4, { ...succeeded, ...second });
    return game.state.finished;
  };
  expect(endAfter({})).toMatchObject({ end: 'Dirty', leftovers: [left('busy')] });
  const anew = endAfter({ leftovers: [left('still busy')] });
  expect(anew?.leftovers).toEqual([left('still busy')]);
  expect(endAfter({ cleared: ['the rule'] })).toMatchObject({ end: 'RolledBack', leftovers: [] });
});

test('leftovers of a step that succeeded make the end dirty', () => {
  const game = table(planOf([stage('s', [step('a')])]));
  const leftovers = [{ what: 'an old group', why: 'it fits nowhere', commands: ['rm it'] }];
  game.end('s/steps/a', 1, { status: 'succeeded', output: {}, leftovers });
  expect(game.state.finished).toMatchObject({ status: 'Success', end: 'Dirty', leftovers });
});
