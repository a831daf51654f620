// A clock that was set back between two processes: the order of the journal, and what waits have left.
import { expect, test } from 'vitest';
import { harness } from '../../tests/drive-harness.ts';
import { planOf, stage, step } from '../../tests/plan-builder.ts';
import { createVirtualClock } from '../../tests/virtual-clock.ts';
import { type Clock, sleep } from '../lib/clock.ts';
import { continueFrom } from './run-clock.ts';
import { judgeAbort } from './signals.ts';
import type { Effect, StepContext, StepResult } from './step.ts';

const HOUR_MS = 3_600_000;

function setBack(clock: Clock): Clock {
  return { now: () => clock.now() - HOUR_MS, after: clock.after };
}

function inOrder(events: readonly { readonly at: number }[]): boolean {
  return events.every(({ at }, index) => index === 0 || (events[index - 1]?.at ?? 0) <= at);
}

test('a clock that is ahead of what is recorded is taken as it is', () => {
  const clock = createVirtualClock(10);
  expect(continueFrom(clock, 10)).toBe(clock);
});

test('a clock that is behind goes on from what is recorded', async () => {
  const clock = createVirtualClock(10);
  const later = continueFrom(clock, 500);
  await clock.advance(7);
  expect(later.now()).toBe(507);
});

test('nothing is stamped earlier than what somebody with a faster clock has recorded', async () => {
  const plan = planOf([stage('s', [step('a', { timeoutMs: 10 * HOUR_MS })])]);
  const game = await harness(plan, async (_spec, context) => {
    await sleep(context.clock, 20_000);
    await context.fact('seen', '', null);
    return { status: 'succeeded' };
  });
  const driving = game.begin({ parkWhenIdle: false });
  await game.clock.advance(10_000);
  await game.journal.signal(game.id, (events) =>
    judgeAbort(events, plan, { at: game.clock.now() + HOUR_MS, by: 'ada', restore: false }),
  );
  await game.clock.advance(20_000);
  await driving;
  const events = await game.events();
  expect(events.map(({ type }) => type)).toContain('FactRecorded');
  expect(inOrder(events)).toBe(true);
});

test('a signal from a clock that is behind is stamped as the last event is', async () => {
  const plan = planOf([stage('s', [step('a')])]);
  const game = await harness(plan, async () => ({ status: 'succeeded' }));
  const early = { at: 0, by: 'ada', restore: false };
  expect(judgeAbort(await game.events(), plan, early)).toMatchObject({ event: { at: 1_000 } });
});

test('time-outs count on from the last event', async () => {
  const plan = planOf([stage('s', [step('a', { timeoutMs: 60_000 })])]);
  const game = await harness(plan, async (_spec, context) => {
    await sleep(context.clock, 20_000, context.signal);
    await context.fact('half', '', null);
    await sleep(context.clock, 10 * HOUR_MS, context.signal);
    return { status: 'succeeded' };
  });
  const stop = new AbortController();
  const first = game.begin({ letGo: stop.signal });
  await game.clock.advance(20_000);
  stop.abort();
  await game.clock.advance(0);
  await first;
  const resumedAt = game.clock.now();
  const ended = await game.drive({ clock: setBack(game.clock), realClock: game.clock });
  expect(ended).toMatchObject({ result: { end: 'Expired' } });
  expect(game.clock.now() - resumedAt).toBe(40_000);
  expect(inOrder(await game.events())).toBe(true);
});

test('what an earlier process may have sent is waited for in full before it is read back', async () => {
  const plan = planOf([stage('s', [step('a')])]);
  let isKilled = true;
  let readAfterMs = 0;
  let resumedAt = 0;
  const write: Effect<null> = {
    name: 'write',
    request: null,
    changesWorld: true,
    settleMs: 15_000,
    act: () => (isKilled ? new Promise<never>(() => {}) : Promise.resolve(null)),
    readBack: async () => {
      readAfterMs = game.clock.now() - resumedAt;
      return { applied: true, result: null };
    },
  };
  const run = async (_spec: object, context: StepContext): Promise<StepResult> => {
    await context.effect(write);
    return { status: 'succeeded' };
  };
  const game = await harness(plan, run);
  const stop = new AbortController();
  const first = game.begin({ letGo: stop.signal });
  await game.clock.advance(1_000);
  stop.abort();
  await game.clock.advance(0);
  await first;
  isKilled = false;
  resumedAt = game.clock.now();
  await game.drive({ clock: setBack(game.clock), realClock: game.clock });
  expect(readAfterMs).toBe(15_000);
});
