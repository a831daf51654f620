// Wait, Barrier and Queue as a run goes through them.
import { expect, test } from 'vitest';
import { group, parallel, planOf, stage, step } from '../../tests/plan-builder.ts';
import { stepsHarness } from '../../tests/steps-harness.ts';
import type { ExecutionEvent } from '../execution/event.ts';

const wait = (identifier: string, duration: string) =>
  step(identifier, { type: 'Wait', spec: { duration }, timeoutMs: 86_400_000 });

test.each([
  ['10m', 600_000],
  ['1h 30m', 5_400_000],
  ['250ms', 250],
])('a wait of %s takes as long', async (duration, ms) => {
  const game = await stepsHarness(planOf([stage('s', [wait('w', duration)])]));
  expect(await game.drive()).toMatchObject({ result: { end: 'Success' } });
  expect(game.clock.now() - 1_000).toBe(ms);
});

test('a run that waits costs nothing: it is a row until its time has come', async () => {
  const game = await stepsHarness(planOf([stage('s', [wait('w', '2h')])]));
  const parked = await game.drive({ parkWhenIdle: true });
  expect(parked).toEqual({ status: 'parked', wakeAt: 1_000 + 7_200_000 });
});

const barrier = (identifier: string, timeoutMs = 600_000) => {
  const spec = { barrierRef: 'ready' };
  return step(identifier, { type: 'Barrier', spec, meets: 'barrier ready', timeoutMs });
};

test('a barrier lets all pass when the last one has come', async () => {
  const [one, other] = [
    group('x', [barrier('bx'), wait('after', '1s')]),
    group('y', [wait('long', '5m'), barrier('by')]),
  ];
  const game = await stepsHarness(planOf([stage('s', [parallel([one, other])])]));
  expect(await game.drive()).toMatchObject({ result: { end: 'Success' } });
  const ends = (await game.events()).filter(
    (event) => event.type === 'NodeFinished' && /b[xy]$/.test(event.path),
  );
  expect(ends.map(({ at }) => at)).toEqual([301_000, 301_000]);
});

test('a barrier that one does not reach expires and says who is missing', async () => {
  const one = group('x', [barrier('bx', 60_000)]);
  const other = group('y', [wait('long', '5m'), barrier('by')]);
  const game = await stepsHarness(planOf([stage('s', [parallel([one, other])])]));
  await game.drive();
  expect(await game.events()).toContainEqual(
    expect.objectContaining({
      path: 's/steps/~0/x/bx',
      result: {
        status: 'expired',
        missing: 'the others at the barrier "ready": "by" did not come',
      },
    }),
  );
});

const queue = (identifier: string, scope: string) =>
  step(identifier, { type: 'Queue', spec: { key: 'db', scope } });

test.each([
  ['Stage', 300_000],
  ['Pipeline', 360_000],
])('a queue of scope %s lets the next run pass when that is over', async (scope, afterMs) => {
  const plan = planOf([
    stage('s', [queue('q', scope), wait('work', '5m')]),
    stage('t', [wait('more', '1m')]),
  ]);
  const game = await stepsHarness(plan);
  const [started] = await game.events();
  const later = await game.journal.create('hash', plan, started as ExecutionEvent);
  await game.drive({ parkWhenIdle: true });
  const second = await game.drive({ parkWhenIdle: true, id: later });
  expect(second).toMatchObject({ status: 'parked' });
  await game.clock.advance(300_000);
  if (scope === 'Pipeline') {
    await game.drive({ parkWhenIdle: true });
    await game.clock.advance(60_000);
  }
  await game.drive({ parkWhenIdle: true });
  await game.drive({ parkWhenIdle: true, id: later });
  const passed = (await game.journal.read(later, 0)).find(({ type }) => type === 'WaitEnded');
  expect((passed?.at ?? 0) - 1_000).toBe(afterMs);
});
