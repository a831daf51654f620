// What people see of a step that waits without running.
import { expect, test } from 'vitest';
import { planOf, stage, step } from '../../tests/plan-builder.ts';
import { startedAt } from '../../tests/started-event.ts';
import type { ExecutionEvent, WaitEnd } from '../execution/event.ts';
import { buildRunView } from './build-run-view.ts';
import { whyWaiting } from './sentence.ts';

const plan = planOf([stage('s', [step('pause')])]);
const path = 's/steps/pause';

function viewOf(ends: WaitEnd, ...later: readonly ExecutionEvent[]) {
  const wait = { name: 'w', status: 'ResourceWaiting', says: 'its turn', ends } as const;
  const events: ExecutionEvent[] = [
    startedAt(0),
    { at: 0, type: 'NodeStarted', path: '' },
    { at: 0, type: 'NodeStarted', path: 's' },
    { at: 0, type: 'NodeStarted', path: 's/steps' },
    { at: 0, type: 'AttemptStarted', path, attempt: 1, deadlineAt: 600_000 },
    { at: 1_000, type: 'WaitOpened', path, attempt: 1, wait },
  ];
  return buildRunView(plan, [...events, ...later], 60_000);
}

const turn: WaitEnd = { kind: 'turn', key: 'db', scope: 's' };

test('a wait for a time says when it goes on', () => {
  const why = whyWaiting(viewOf({ kind: 'time', at: 120_000 }));
  expect(why).toBe('pause waits for its turn; it goes on in 1 min.');
});

test('a wait for others says when its time is over, and the newest word on them', () => {
  const says = 'its turn behind run 3';
  const watched: ExecutionEvent = {
    at: 2_000,
    type: 'WaitWatched',
    path,
    attempt: 1,
    wait: 'w',
    says,
  };
  const view = viewOf(turn, watched);
  expect(view.waits).toMatchObject([{ status: 'ResourceWaiting', says, endsAt: undefined }]);
  expect(whyWaiting(view)).toBe(
    'pause waits for its turn behind run 3; its time is over in 9 min.',
  );
});

test('what is no wait any more runs', () => {
  const ended: ExecutionEvent = { at: 2_000, type: 'WaitEnded', path, attempt: 1, wait: 'w' };
  const view = viewOf(turn, ended);
  expect([view.waits, view.running.map(({ name }) => name)]).toEqual([[], ['pause']]);
});

test('a step that expires while it waits says what for', () => {
  const result = { status: 'expired', missing: 'its turn behind run 3' } as const;
  const view = viewOf(
    turn,
    { at: 600_000, type: 'AttemptFinished', path, attempt: 1, result },
    { at: 600_000, type: 'NodeFinished', path, status: 'Expired' },
  );
  expect(view.failure?.message).toBe(
    'its time was over, and it still waited for its turn behind run 3',
  );
});
