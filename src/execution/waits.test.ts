// Waits inside a step: nothing runs meanwhile, and what ends them is found again after a crash.
import { expect, test } from 'vitest';
import { failed, table } from '../../tests/decision-table.ts';
import { harness } from '../../tests/drive-harness.ts';
import {
  group,
  onAnyFailure,
  parallel,
  planOf,
  retry,
  STAGE_ROLLBACK,
  stage,
  step,
} from '../../tests/plan-builder.ts';
import type { ExecutionEvent, WaitEnd } from './event.ts';
import { evolve } from './evolve.ts';
import type { StepDefinition } from './step.ts';

const plan = planOf([stage('s', [step('a', { failures: STAGE_ROLLBACK })])]);
const A = 's/steps/a';

function opened(ends: WaitEnd, path = A, attempt = 1): ExecutionEvent {
  const wait = { name: 'w', status: 'AsyncWaiting', says: 'it', ends } as const;
  return { at: 10, type: 'WaitOpened', path, attempt, wait };
}

function waiting(ends: WaitEnd = { kind: 'time', at: 5_000 }) {
  const game = table(plan);
  const decision = game.record(opened(ends));
  return { game, decision };
}

test('while a step waits nothing runs, and only the end of the wait wakes the run', () => {
  expect(waiting().decision).toMatchObject({ events: [], runs: [], turns: [], wakeAt: 5_000 });
});

test('the same attempt goes on when the time has come', () => {
  const { game } = waiting();
  expect(game.at(5_000).runs).toMatchObject([{ step: { path: A }, attempt: 1 }]);
});

test('a time that came before the end of the step counts, however late it is looked at', () => {
  const { game } = waiting();
  game.at(900_000);
  expect(game.events.at(-1)).toMatchObject({ type: 'WaitEnded' });
});

test('a wait that does not end in time expires and says what it waited for', () => {
  const { game } = waiting({ kind: 'time', at: 700_000 });
  game.at(600_000);
  expect(game.finished()[0]).toBe(`${A}: Expired`);
  expect(game.events).toContainEqual(
    expect.objectContaining({ result: { status: 'expired', missing: 'it' } }),
  );
});

test('an abort ends a wait', () => {
  const { game } = waiting();
  game.record({ at: 30, type: 'AbortRequested', by: 'ada', restore: true });
  expect(game.finished()[0]).toBe(`${A}: Aborted`);
});

const done = { status: 'succeeded', output: {} } as const;

test.each<[string, ExecutionEvent]>([
  ['a second opening', opened({ kind: 'time', at: 9_000 })],
  ['an end before the time', { at: 20, type: 'WaitEnded', path: A, attempt: 1, wait: 'w' }],
  ['the end of another wait', { at: 6_000, type: 'WaitEnded', path: A, attempt: 1, wait: 'v' }],
  ['success', { at: 20, type: 'AttemptFinished', path: A, attempt: 1, result: done }],
])('%s is illegal while a step waits', (_name, event) => {
  expect(() => evolve(waiting().game.state, event)).toThrow();
});

const meets = { meets: 'here' };
const MEETING: WaitEnd = { kind: 'meeting', key: 'here' };
const pair = planOf([
  stage('s', [
    parallel([group('x', [step('a', meets)]), group('y', [step('b'), step('c', meets)])]),
  ]),
]);
const [PA, PB, PC] = ['s/steps/~0/x/a', 's/steps/~0/y/b', 's/steps/~0/y/c'] as const;

test('who is at a meeting first waits for the others, and all go on together', () => {
  const game = table(pair);
  expect(game.record(opened(MEETING, PA)).runs).toMatchObject([{ step: { path: PB } }]);
  game.end(PB, 20);
  const met = game.record({ ...opened(MEETING, PC), at: 30 });
  expect(met.runs.map((run) => run.step.path).sort()).toEqual([PA, PC]);
});

test('a step that is skipped is not waited for', () => {
  const skipping = planOf([
    stage('s', [
      parallel([
        group('x', [step('a', meets)]),
        group('y', [step('b'), step('c', { ...meets, when: { status: 'Failure' } })]),
      ]),
    ]),
  ]);
  const game = table(skipping);
  game.record(opened(MEETING, PA));
  expect(game.end(PB, 20).runs).toMatchObject([{ step: { path: PA } }]);
});

test('a meeting that somebody misses expires and names who did not come', () => {
  const late = table(pair);
  late.record(opened(MEETING, PA));
  late.at(600_000);
  expect(late.events).toContainEqual(
    expect.objectContaining({
      path: PA,
      result: { status: 'expired', missing: 'it: "c" did not come' },
    }),
  );
});

test('a meeting fails at once when what somebody stands in breaks before, and says who cannot come', () => {
  const failures = STAGE_ROLLBACK;
  const plan = planOf([
    parallel([
      stage('s', [step('a', { ...meets, failures })], [step('back')]),
      stage('t', [step('b', { failures }), step('c', meets)], [step('back')]),
    ]),
  ]);
  const game = table(plan);
  game.record(opened(MEETING, '~0/s/steps/a'));
  const broken = game.end('~0/t/steps/b', 20, failed);
  expect(broken.runs.map((run) => run.step.path)).toContain('~0/s/rollback/back');
  expect(game.state.steps.get('~0/s/steps/a')?.result).toMatchObject({
    failure: {
      type: 'Unknown',
      message: expect.stringContaining('"c" (~0/t/steps/c) cannot come'),
    },
  });
});

test('a meeting waits for who broke in a group that begins anew', () => {
  const again = onAnyFailure({
    type: 'RetryStepGroup',
    group: 's/steps/~0/y',
    retryCount: 1,
    intervalsMs: [1_000],
  });
  const retried = planOf([
    stage('s', [
      parallel([
        group('x', [step('a', meets)]),
        group('y', [step('b', { failures: again }), step('c', { ...meets, failures: again })]),
      ]),
    ]),
  ]);
  const game = table(retried);
  game.record(opened(MEETING, PA));
  game.end(PB, 20);
  game.end(PC, 30, failed);
  expect(game.state.steps.get(PA)).toMatchObject({ phase: 'wait' });
  game.at(1_030);
  game.end(PB, 1_040);
  const met = game.record({ ...opened(MEETING, PC, 2), at: 1_050 });
  expect(met.runs.map((run) => run.step.path).sort()).toEqual([PA, PC]);
});

const pausing: StepDefinition['run'] = async (_spec, context) => {
  context.log('from the top');
  const at = context.startedAt + 60_000;
  await context.wait({
    name: 'w',
    status: 'WaitStepRunning',
    says: 'it',
    ends: { kind: 'time', at },
  });
  return { status: 'succeeded', output: { waited: context.clock.now() - context.startedAt } };
};

test('a run that waits parks, and another process goes on with the same attempt when it is time', async () => {
  const game = await harness(plan, pausing);
  expect(await game.drive()).toEqual({ status: 'parked', wakeAt: 61_000 });
  await game.clock.advance(60_000);
  expect(await game.drive()).toMatchObject({ result: { end: 'Success' } });
  const starts = (await game.events()).filter(({ type }) => type === 'AttemptStarted');
  expect([starts.length, game.lines.length]).toEqual([1, 2]);
});

test('a process that stays goes on by itself', async () => {
  const game = await harness(plan, pausing);
  expect(await game.drive({ parkWhenIdle: false })).toMatchObject({ result: { end: 'Success' } });
  expect((await game.events()).find(({ type }) => type === 'AttemptFinished')).toMatchObject({
    result: { output: { waited: 60_000 } },
  });
});

test('a later attempt waits anew', async () => {
  const flaky = planOf([stage('s', [step('a', { failures: retry(1, 0) })])]);
  const game = await harness(flaky, async (spec, context) => {
    const result = await pausing(spec, context);
    if (context.attempt > 1) return result;
    return { status: 'failed', failure: { type: 'Unknown', message: 'once' } };
  });
  await game.drive({ parkWhenIdle: false });
  expect(game.clock.now()).toBe(121_000);
});

const queueing: StepDefinition['run'] = async (_spec, context) => {
  if (context.path.endsWith('a')) {
    const ends = { kind: 'turn', key: 'db', scope: 's' } as const;
    await context.wait({ name: 'turn', status: 'ResourceWaiting', says: 'its turn', ends });
  } else {
    await context.wait({
      name: 'w',
      status: 'WaitStepRunning',
      says: 'it',
      ends: { kind: 'time', at: context.startedAt + 30_000 },
    });
  }
  return { status: 'succeeded' };
};

test('of two runs that want the same the later one waits behind the first, until its scope is over', async () => {
  const lined = planOf([stage('s', [step('a'), step('b')])]);
  const game = await harness(lined, queueing);
  const { journal, clock } = game;
  const started = (await game.events())[0];
  const later = await journal.create('hash', lined, started as ExecutionEvent);
  expect(await game.drive()).toEqual({ status: 'parked', wakeAt: 31_000 });
  expect(await game.drive({ id: later })).toEqual({ status: 'parked', wakeAt: 11_000 });
  const told = (await journal.read(later, 0)).at(-1);
  expect(told).toMatchObject({ type: 'WaitWatched', says: 'its turn behind run 1' });
  await clock.advance(30_000);
  expect(await game.drive()).toMatchObject({ result: { end: 'Success' } });
  expect(await game.drive({ id: later, parkWhenIdle: false })).toMatchObject({
    result: { end: 'Success' },
  });
});
