// Decisions about stages that stand beside each other or run once per iteration.
import { expect, test } from 'vitest';
import { failed, table } from '../../../tests/decision-table.ts';
import {
  group,
  matrix,
  PIPELINE_ROLLBACK,
  parallel,
  planOf,
  STAGE_ROLLBACK,
  stage,
  step,
} from '../../../tests/plan-builder.ts';
import type { Decision } from './decide.ts';

const running = (decision: Decision): string[] =>
  decision.runs.map(({ step: { path }, cancel }) => path + (cancel ? ` ${cancel}` : ''));

const changed = (path: string, at: number) => {
  const base = { at, path, attempt: 1, effect: 'write' };
  return [
    { ...base, type: 'EffectIntended', request: null, changesWorld: true },
    { ...base, type: 'EffectConfirmed', outcome: 'applied', via: 'response' },
  ] as const;
};

test('parallel stages run together, and the next stage waits for all of them', () => {
  const plan = planOf([
    parallel([stage('a', [step('x')]), stage('b', [step('y')])]),
    stage('c', [step('z')]),
  ]);
  const game = table(plan);
  expect(running(game.at(0))).toEqual(['~0/a/steps/x', '~0/b/steps/y']);
  expect(running(game.end('~0/b/steps/y', 1))).toEqual(['~0/a/steps/x']);
  expect(running(game.end('~0/a/steps/x', 2))).toEqual(['c/steps/z']);
});

test('a parallel stage that fails lets the others end, and then the pipeline goes back', () => {
  const plan = planOf([
    parallel([
      stage('a', [step('x', { failures: PIPELINE_ROLLBACK })], [step('back')]),
      stage('b', [step('y')], [step('back')]),
    ]),
    stage('c', [step('z')], [step('back')]),
  ]);
  const game = table(plan);
  for (const event of changed('~0/b/steps/y', 0)) game.record(event);
  expect(running(game.end('~0/a/steps/x', 1, failed))).toEqual(['~0/b/steps/y']);
  expect(running(game.end('~0/b/steps/y', 2))).toEqual(['~0/b/rollback/back']);
  expect(running(game.end('~0/b/rollback/back', 3))).toEqual(['~0/a/rollback/back']);
  game.end('~0/a/rollback/back', 4);
  expect(game.state.finished).toMatchObject({ status: 'Failed', end: 'RolledBack' });
  expect(game.state.nodes.has('c/steps')).toBe(false);
});

test('a parallel stage rolls itself back at once, whatever the others do', () => {
  const plan = planOf([
    parallel([
      stage('a', [step('x', { failures: STAGE_ROLLBACK })], [step('back')]),
      stage('b', [step('y')]),
    ]),
  ]);
  const game = table(plan);
  game.at(0);
  expect(running(game.end('~0/a/steps/x', 1, failed))).toEqual([
    '~0/a/rollback/back',
    '~0/b/steps/y',
  ]);
});

test('after a parallel stage that failed, only a stage that waits for that runs', () => {
  const plan = planOf([
    parallel([stage('a', [step('x')]), stage('b', [step('y')])]),
    stage('c', [step('z')]),
    stage('d', [step('z')], [], { when: { status: 'Failure' } }),
  ]);
  const game = table(plan);
  game.at(0);
  game.end('~0/b/steps/y', 1);
  expect(running(game.end('~0/a/steps/x', 2, failed))).toEqual(['d/steps/z']);
  expect(game.finished()).toContain('c: Skipped');
});

test('iterations of a stage keep to their concurrency', () => {
  const each = () => stage('s', [step('x')]);
  const game = table(planOf([matrix('s', 3, each, { maxConcurrency: 2 })]));
  expect(running(game.at(0))).toEqual(['s[0]/steps/x', 's[1]/steps/x']);
  expect(running(game.end('s[0]/steps/x', 1))).toEqual(['s[1]/steps/x', 's[2]/steps/x']);
});

test('an iteration of a stage that fails keeps the queued ones from starting', () => {
  const game = table(planOf([matrix('s', 2, () => stage('s', [step('x')]))]));
  game.end('s[0]/steps/x', 1, failed);
  expect(game.finished()).toEqual([
    's[0]/steps/x: Failed',
    's[0]/steps: Failed',
    's[0]: Failed',
    's[1]: Skipped',
    's: Failed',
    ': Failed',
  ]);
});

test('a pipeline rollback goes back over the iterations that ran, last first', () => {
  const each = (iteration: number) =>
    stage('s', [step('x', { failures: iteration === 1 ? PIPELINE_ROLLBACK : {} })], [step('back')]);
  const game = table(planOf([matrix('s', 3, each)]));
  for (const event of changed('s[0]/steps/x', 0)) game.record(event);
  game.end('s[0]/steps/x', 1);
  expect(running(game.end('s[1]/steps/x', 2, failed))).toEqual(['s[1]/rollback/back']);
  expect(running(game.end('s[1]/rollback/back', 3))).toEqual(['s[0]/rollback/back']);
  game.end('s[0]/rollback/back', 4);
  expect(game.finished()).toContain('s[2]: Skipped');
  expect(game.state.finished).toMatchObject({ status: 'Failed', end: 'RolledBack' });
});

test('an abort reaches the iterations that run and those that wait', () => {
  const each = () => stage('s', [step('x')]);
  const game = table(planOf([matrix('s', 3, each, { maxConcurrency: 2 })]));
  game.at(0);
  const aborting = game.record({ at: 1, type: 'AbortRequested', by: 'ada', restore: false });
  expect(running(aborting)).toEqual(['s[0]/steps/x abort', 's[1]/steps/x abort']);
  game.end('s[0]/steps/x', 2, { status: 'aborted' });
  game.end('s[1]/steps/x', 2, { status: 'aborted' });
  expect(game.state.nodes.has('s[2]')).toBe(false);
  expect(game.state.finished).toMatchObject({ status: 'Aborted' });
});

test('a strategy whose condition is false runs none of its iterations', () => {
  const when = { status: 'Success', condition: 'false' } as const;
  const game = table(planOf([matrix('s', 2, () => stage('s', [step('x')]), { when })]));
  expect(game.finished()).toEqual(['s: Skipped', ': Success']);
});

test('a strategy of stages whose condition cannot be judged fails without a rollback', () => {
  const when = { status: 'Success', condition: '<+nobody.knows>' } as const;
  const each = () => stage('s', [step('x', { failures: STAGE_ROLLBACK })], [step('back')]);
  const game = table(planOf([matrix('s', 2, each, { when })]));
  expect(game.finished()).toEqual(['s: Failed', ': Failed']);
});

test('groups in groups beside each other end together, and a failure inside reaches the stage', () => {
  const inner = group('inner', [step('x'), parallel([step('y'), step('z')])]);
  const plan = planOf([stage('s', [parallel([group('outer', [inner]), step('w')]), step('v')])]);
  const game = table(plan);
  expect(running(game.at(0))).toEqual(['s/steps/~0/outer/inner/x', 's/steps/~0/w']);
  game.end('s/steps/~0/w', 1);
  const both = game.end('s/steps/~0/outer/inner/x', 2);
  expect(running(both)).toEqual(['s/steps/~0/outer/inner/~1/y', 's/steps/~0/outer/inner/~1/z']);
  game.end('s/steps/~0/outer/inner/~1/y', 3, failed);
  game.end('s/steps/~0/outer/inner/~1/z', 4);
  expect(game.finished()).toContain('s/steps/v: Skipped');
  expect(game.state.finished).toMatchObject({ status: 'Failed' });
});
