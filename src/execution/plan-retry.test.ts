// A retry: the same plan, with what had ended well before a place counted as done.
import { describe, expect, test } from 'vitest';
import { failed, type Table, table } from '../../tests/decision-table.ts';
import {
  group,
  onAnyFailure,
  parallel,
  planOf,
  STAGE_ROLLBACK,
  stage,
  step,
} from '../../tests/plan-builder.ts';
import type { Plan } from '../plan/plan.ts';
import { planRetry } from './plan-retry.ts';
import { runtimeScope } from './runtime-scope.ts';

const failing = { failures: STAGE_ROLLBACK };
const plan = planOf([
  stage('one', [step('a')], [step('back', { failures: {} })]),
  stage('two', [group('g', [step('b'), step('c')]), parallel([step('d'), step('e')]), step('f')]),
]);

function change(game: Table, path: string, at: number): void {
  const base = { at, path, attempt: 1, effect: 'write' } as const;
  game.record({ ...base, type: 'EffectIntended', request: null, changesWorld: true });
  game.record({ ...base, type: 'EffectConfirmed', outcome: 'applied', via: 'response' });
}

/** Stage one has changed something and stands; in stage two `d` failed beside `e`. */
function broken(): Table {
  const game = table(plan);
  change(game, 'one/steps/a', 5);
  game.end('one/steps/a', 10, { status: 'succeeded', output: { version: '2' } });
  game.end('two/steps/g/b', 20);
  game.end('two/steps/g/c', 30);
  game.end('two/steps/~1/d', 40, failed);
  game.end('two/steps/~1/e', 50);
  return game;
}

function retried(game: Table, from?: string, of: Plan = plan): Plan {
  const made = planRetry('7', of, game.events, from);
  if (made.status === 'refused') throw new Error(JSON.stringify(made.refusal));
  return made.plan;
}

const runningOf = (game: Table) => game.at(100).runs.map(({ step: { path } }) => path);

test('without a place it begins with the first stage that failed', () => {
  const again = retried(broken());
  expect(again.resumed).toMatchObject({ execution: '7', first: '7', from: 'two' });
  expect(runningOf(table(again))).toEqual(['two/steps/g/b']);
});

test('a Penstock that knows no retries is kept off its plan by the format', () => {
  expect([plan.format, retried(broken()).format]).toEqual([1, 2]);
});

test('from a step, what stands before it is done, and of a parallel block what had failed runs again', () => {
  expect(runningOf(table(retried(broken(), 'two/g/c')))).toEqual(['two/steps/g/c']);
  expect(runningOf(table(retried(broken(), 'two/d')))).toEqual(['two/steps/~1/d']);
});

test('outputs of what is kept are there for expressions', () => {
  const { state } = table(retried(broken()));
  const name = [
    'pipeline',
    'stages',
    'one',
    'spec',
    'execution',
    'steps',
    'a',
    'output',
    'version',
  ];
  expect(runtimeScope(state, 'two/steps/f').name(name)).toMatchObject({ value: '2' });
});

test('a run of its own ends as any other, and what was kept is not what it changed', () => {
  const game = table(retried(broken(), 'two/d'));
  game.end('two/steps/~1/d', 200);
  game.end('two/steps/f', 210);
  expect(game.state.finished).toMatchObject({ status: 'Success', end: 'Success' });
});

test('a pipeline rollback of the retry puts the kept stages back, too', () => {
  const game = table(retried(broken()));
  game.record({ at: 150, type: 'AbortRequested', by: 'ada', restore: true });
  game.end('two/steps/g/b', 160, { status: 'aborted' });
  expect(runningOf(game)).toEqual(['one/rollback/back']);
  game.end('one/rollback/back', 170);
  expect(game.state.finished?.end).toBe('RolledBack');
});

test('a chain of retries knows where it began', () => {
  const once = retried(broken());
  const game = table(once);
  game.end('two/steps/g/b', 200, failed);
  expect(retried(game, undefined, once).resumed).toMatchObject({ execution: '7', first: '7' });
  expect(runningOf(table(retried(game, undefined, once)))).toEqual(['two/steps/g/b']);
});

test('a stage that was rolled back can only begin at its beginning', () => {
  const back = planOf([stage('s', [step('a'), step('b', failing)], [step('back')])]);
  const game = table(back);
  change(game, 's/steps/a', 5);
  game.end('s/steps/a', 10);
  game.end('s/steps/b', 20, failed);
  game.end('s/rollback/back', 30);
  expect(planRetry('1', back, game.events, 's/b')).toEqual({
    status: 'refused',
    refusal: { code: 'rolled-back', stage: 's' },
  });
  expect(runningOf(table(retried(game, 's', back)))).toEqual(['s/steps/a']);
});

describe('A Queue that counts as done would not be waited at again', () => {
  const turn = (scope: string) => step('turn', { type: 'Queue', spec: { key: 'shop', scope } });
  const queued = (scope: string): [Plan, Table] => {
    const made = planOf([
      stage('one', [
        turn(scope),
        step('a'),
        step('b', { failures: onAnyFailure({ type: 'Ignore' }) }),
      ]),
      stage('two', [step('c')]),
    ]);
    const game = table(made);
    game.end('one/steps/turn', 10);
    game.end('one/steps/a', 20);
    game.end('one/steps/b', 30, failed);
    game.end('two/steps/c', 40, failed);
    return [made, game];
  };

  test.each([
    ['Pipeline', undefined],
    ['Pipeline', 'two'],
    ['Pipeline', 'one/b'],
    ['Stage', 'one/b'],
  ])('with scope %s, not from %s: its stage is the place', (scope, from) => {
    const [made, game] = queued(scope);
    expect(planRetry('7', made, game.events, from)).toEqual({
      status: 'refused',
      refusal: { code: 'out-of-turn', queue: 'one/steps/turn', stage: 'one' },
    });
    expect(runningOf(table(retried(game, 'one', made)))).toEqual(['one/steps/turn']);
  });

  test('one of another stage holds nothing any more', () => {
    const [made, game] = queued('Stage');
    expect(runningOf(table(retried(game, 'two', made)))).toEqual(['two/steps/c']);
  });

  test('nor does the retry of a retry go round it', () => {
    const [made, game] = queued('Stage');
    const once = retried(game, 'two', made);
    const again = table(once);
    again.end('two/steps/c', 200, failed);
    expect(planRetry('8', once, again.events, 'one/b')).toMatchObject({
      refusal: { code: 'out-of-turn' },
    });
  });
});

test.each([
  ['two/nothing', 'unknown-place'],
  ['three', 'unknown-place'],
  ['two/f', 'not-done-before'],
])('from %s: %s', (from, code) => {
  expect(planRetry('7', plan, broken().events, from)).toMatchObject({ refusal: { code } });
});

test('only what has failed and left nothing is retried', () => {
  const running = table(plan);
  expect(planRetry('7', plan, running.events, undefined)).toMatchObject({
    refusal: { code: 'not-ended' },
  });
  const small = planOf([stage('s', [step('a')])]);
  const well = table(small);
  well.end('s/steps/a', 10);
  expect(planRetry('7', small, well.events, undefined)).toMatchObject({
    refusal: { code: 'ended-well' },
  });
  const dirty = table(small);
  change(dirty, 's/steps/a', 5);
  dirty.end('s/steps/a', 10, failed);
  expect(planRetry('7', small, dirty.events, undefined)).toMatchObject({
    refusal: { code: 'dirty' },
  });
});
