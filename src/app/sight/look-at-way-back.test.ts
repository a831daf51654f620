// Tests of when there is no way back to show: nothing has been changed, it is under way, or the run is one itself.
import { expect, test } from 'vitest';
import {
  begun,
  ladderPlan,
  shiftPath,
  started,
  timed,
  type UntimedEvent,
} from '../../../tests/view-fixture.ts';
import type { Plan } from '../../plan/plan.ts';
import { createMemoryJournal } from '../../store/memory/memory-journal.ts';
import { createSystemClock } from '../system-clock.ts';
import { lookAtWayBack, type WayBackSight } from './look-at-way-back.ts';

const intent: UntimedEvent = {
  type: 'EffectIntended',
  path: shiftPath(0),
  attempt: 1,
  effect: 'write the rule',
  request: null,
  changesWorld: true,
};

/** No cloud may be asked. */
function lookAt(plan: Plan, ...events: readonly UntimedEvent[]): Promise<WayBackSight> {
  return lookAtWayBack({
    execution: '1',
    look: { plan, events: timed(...events), owner: undefined, goneOwner: undefined },
    journal: createMemoryJournal({ wallNow: Date.now }),
    open: () => Promise.reject(new Error('a cloud was asked')),
    clock: createSystemClock(),
  });
}

test('while nothing has been changed there is nothing to put back', async () => {
  const sight = await lookAt(ladderPlan(), started, begun(shiftPath(0)));
  expect(sight).toMatchObject({ kind: 'none', steps: [] });
  expect(sight.says).toMatch(/^Nothing has been changed yet/);
});

test('a way back that is under way has none beside it', async () => {
  const back: UntimedEvent = { type: 'RollbackStarted', path: 'shop', cause: 'failed' };
  const sight = await lookAt(ladderPlan(), started, begun(shiftPath(0)), intent, back);
  expect(sight).toMatchObject({ kind: 'none', says: 'The way back is under way already.' });
});

test('a rollback run is a way back itself', async () => {
  const plan = { ...ladderPlan(), followUp: { kind: 'rollback', execution: '1' } } as const;
  expect(await lookAt(plan, started)).toMatchObject({ kind: 'none' });
});

test('once something was changed the clouds are asked', async () => {
  await expect(lookAt(ladderPlan(), started, begun(shiftPath(0)), intent)).rejects.toThrow(
    'a cloud was asked',
  );
});
