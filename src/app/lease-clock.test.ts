// The lease's clock against a machine that sleeps and a clock that is set.
import { expect, test } from 'vitest';
import { planOf, stage, step } from '../../tests/plan-builder.ts';
import { startedAt } from '../../tests/started-event.ts';
import { createVirtualClock } from '../../tests/virtual-clock.ts';
import { keepLease } from '../execution/lease.ts';
import { LetGo } from '../execution/step.ts';
import { createMemoryJournal } from '../store/memory/memory-journal.ts';
import { createLeaseClock } from './lease-clock.ts';

/** The machine's two clocks: one that can be set, one that only counts while the machine is awake. */
function machine() {
  const steady = createVirtualClock(1_000_000);
  let setBy = 0;
  const wallNow = (): number => Math.floor(steady.now()) + setBy;
  const set = (byMs: number): void => {
    setBy += byMs;
  };
  return { steady, wallNow, set, clock: createLeaseClock(wallNow, steady) };
}

test('it counts as the steady clock does, however often it is asked', async () => {
  const { steady, clock } = machine();
  const startedAt = clock.now();
  for (let asked = 0; asked < 1_000; asked++) {
    await steady.advance(0.3);
    clock.now();
  }
  expect(clock.now() - startedAt).toBeCloseTo(300, 3);
});

test('what the machine slept, or the clock was set forward, has passed', () => {
  const { clock, set } = machine();
  const before = clock.now();
  set(60_000);
  expect(clock.now() - before).toBe(60_000);
});

test('a clock that is set back does not give time back, and its way forward counts again', () => {
  const { clock, set } = machine();
  const before = clock.now();
  set(-3_600_000);
  expect(clock.now()).toBe(before);
  set(3_600_000);
  expect(clock.now() - before).toBe(3_600_000);
});

test('who lost the run while the machine slept sends nothing any more', async () => {
  const { steady, wallNow, set, clock } = machine();
  const journal = createMemoryJournal({ wallNow });
  const plan = planOf([stage('deploy', [step('shift')])]);
  const id = await journal.create('hash', plan, startedAt(steady.now()));
  const leaseMs = 30_000;
  const heldUntil = clock.now() + leaseMs;
  const claim = await journal.claim('first', steady.now(), leaseMs, id);
  if (claim === undefined) throw new Error('the run is not free');
  const lost: string[] = [];
  const lease = keepLease(
    {
      journal,
      claim,
      clock,
      leaseMs,
      writeBudgetMs: 15_000,
      onLost: () => lost.push('first'),
      onError: () => {},
    },
    heldUntil,
  );
  await lease.hold();
  set(60_000);
  expect(await journal.claim('second', steady.now(), leaseMs, id)).toEqual({ id, epoch: 2 });
  await expect(lease.hold()).rejects.toThrow(LetGo);
  expect(lost).toEqual(['first']);
});
