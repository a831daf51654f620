// Choices inside a step: opened by an attempt, made by a person once, found again after a crash.
import { expect, test } from 'vitest';
import { table } from '../../tests/decision-table.ts';
import { harness } from '../../tests/drive-harness.ts';
import { parallel, planOf, retry, STAGE_ROLLBACK, stage, step } from '../../tests/plan-builder.ts';
import type { ChoiceRequest } from './event.ts';
import { evolve } from './evolve.ts';
import { judgeChoice } from './judge-choice.ts';
import type { StepDefinition } from './step.ts';

const plan = planOf([stage('s', [step('a', { failures: STAGE_ROLLBACK })])]);
const A = 's/steps/a';
const choice: ChoiceRequest = {
  name: 'which way',
  question: 'Which way?',
  detail: { left: 1 },
  options: [
    { id: 'left', label: 'Left', consequence: 'it goes left' },
    { id: 'right', label: 'Right', consequence: 'it goes right' },
  ],
};
const opened = { at: 10, type: 'ChoiceOpened', path: A, attempt: 1, choice } as const;
const made = { at: 20, type: 'ChoiceMade', path: A, attempt: 1, choice: 'which way' } as const;
const left = { ...made, option: 'left', by: 'bob' } as const;
const bob = { by: 'bob', option: 'left', at: 20 };

function asked(path = A, others = plan) {
  const game = table(others);
  const decision = game.record({ ...opened, path, expiresAt: 600_000 });
  return { game, decision };
}

test('while a choice is open nothing runs, and only its time wakes the run', () => {
  const { decision } = asked();
  expect(decision).toMatchObject({ events: [], runs: [], checks: [], wakeAt: 600_000 });
});

test('the same attempt goes on when the choice is made', () => {
  const { game } = asked();
  expect(game.record(left).runs).toMatchObject([{ step: { path: A }, attempt: 1 }]);
});

test('an unanswered choice ends with the time of its step', () => {
  const { game } = asked();
  game.at(600_000);
  expect(game.finished()[0]).toBe(`${A}: Expired`);
});

test('an abort ends the wait for a choice', () => {
  const { game } = asked();
  game.record({ at: 30, type: 'AbortRequested', by: 'ada', restore: true });
  expect(game.finished()[0]).toBe(`${A}: Aborted`);
});

test.each([
  ['an answer after the time', { ...left, at: 600_000 }],
  ['an option that was not offered', { ...left, option: 'up' }],
  ['an answer to another choice', { ...left, choice: 'another' }],
  ['a second opening', { ...opened, expiresAt: 600_000 }],
  [
    'a result of the step',
    {
      at: 30,
      type: 'AttemptFinished',
      path: A,
      attempt: 1,
      result: { status: 'succeeded', output: {} },
    } as const,
  ],
])('%s is illegal while a choice is open', (_name, event) => {
  const { game } = asked();
  expect(() => evolve(game.state, event)).toThrow();
});

test('a choice cannot be made twice', () => {
  const { game } = asked();
  game.record(left);
  expect(() => evolve(game.state, { ...left, option: 'right' })).toThrow(/made before/);
});

test('a person chooses, and the answer is recorded with the comment', () => {
  const verdict = judgeChoice(asked().game.events, plan, { ...bob, comment: 'shorter' });
  expect(verdict).toEqual({ status: 'accepted', event: { ...left, comment: 'shorter' } });
});

test('an answer never stands before what is recorded already', () => {
  const verdict = judgeChoice(asked().game.events, plan, { ...bob, at: 1 });
  expect(verdict).toMatchObject({ event: { at: 10 } });
});

const twins = planOf([stage('s', [parallel([step('a'), step('b')])])]);

function chosen() {
  const { game } = asked();
  game.record(left);
  return game;
}

function expired() {
  const { game } = asked();
  game.at(600_000);
  return game;
}

function both() {
  const { game } = asked('s/steps/~0/a', twins);
  game.record({ ...opened, path: 's/steps/~0/b', expiresAt: 600_000 });
  return game;
}

test.each([
  ['nothing was asked', table(plan), plan, bob, { code: 'no-choice-open' }],
  [
    'the option is not offered',
    asked().game,
    plan,
    { ...bob, option: 'up' },
    { code: 'unknown-option', options: choice.options },
  ],
  [
    'somebody was first',
    chosen(),
    plan,
    { ...bob, option: 'right' },
    { code: 'already-made', by: 'bob', option: 'left' },
  ],
  ['the time is over', expired(), plan, bob, { code: 'expired', expiredAt: 600_000 }],
  [
    'the time is over and nobody has noticed yet',
    asked().game,
    plan,
    { ...bob, at: 600_000 },
    { code: 'expired', expiredAt: 600_000 },
  ],
  [
    'two steps ask',
    both(),
    twins,
    bob,
    { code: 'several-choices', paths: ['s/steps/~0/a', 's/steps/~0/b'] },
  ],
])('an answer is refused when %s', (_name, game, ofPlan, signal, refusal) => {
  expect(judgeChoice(game.events, ofPlan, signal)).toEqual({ status: 'refused', refusal });
});

test('of two choices the named one is answered', () => {
  const path = 's/steps/~0/b';
  const verdict = judgeChoice(both().events, twins, { ...bob, path });
  expect(verdict).toMatchObject({ status: 'accepted', event: { path } });
});

const asking: StepDefinition['run'] = async (_spec, context) => {
  const write = (name: string) =>
    context.effect({
      name,
      request: null,
      changesWorld: true,
      settleMs: 0,
      act: async () => name,
      readBack: async () => ({ applied: false }),
    });
  await write('before');
  const option = await context.choice(choice);
  await write('after');
  return { status: 'succeeded', output: { option }, putBack: true };
};

test('a run with an open choice parks, and the next process goes on with the answer, repeating nothing', async () => {
  const game = await harness(plan, asking);
  expect(await game.drive()).toEqual({ status: 'parked', wakeAt: 601_000 });
  const signal = { ...bob, at: game.clock.now() };
  await game.journal.signal(game.id, (events) => judgeChoice(events, plan, signal));
  expect(await game.drive()).toMatchObject({ result: { end: 'Success' } });
  const events = await game.events();
  const effects = events.flatMap((each) => (each.type === 'EffectIntended' ? [each.effect] : []));
  expect(effects).toEqual(['before', 'after']);
  expect(events.find(({ type }) => type === 'AttemptFinished')).toMatchObject({
    result: { output: { option: 'left' } },
  });
});

test('a process that stays hears the answer and runs the same attempt on', async () => {
  const game = await harness(plan, asking);
  game.clock.after(5_000, () => {
    const signal = { ...bob, at: game.clock.now() };
    game.journal.signal(game.id, (events) => judgeChoice(events, plan, signal)).catch(() => {});
  });
  expect(await game.drive({ parkWhenIdle: false })).toMatchObject({ result: { end: 'Success' } });
  const attempts = (await game.events()).filter(({ type }) => type === 'AttemptStarted');
  expect(attempts).toHaveLength(1);
});

test('a new attempt asks anew', async () => {
  const again = planOf([stage('s', [step('a', { failures: retry(1, 1_000) })])]);
  const game = await harness(again, async (_spec, context) => {
    await context.choice(choice);
    return { status: 'failed', failure: { type: 'Verification', message: 'no' } };
  });
  await game.drive();
  const signal = { ...bob, at: game.clock.now() };
  await game.journal.signal(game.id, (events) => judgeChoice(events, again, signal));
  expect(await game.drive()).toMatchObject({ status: 'parked' });
  await game.clock.advance(1_000);
  expect(await game.drive()).toMatchObject({ status: 'parked' });
  const asked = (await game.events()).filter(({ type }) => type === 'ChoiceOpened');
  expect(asked.map((each) => 'attempt' in each && each.attempt)).toEqual([1, 2]);
});
