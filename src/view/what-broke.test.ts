// Tests of why a run went back or ended as it did, as people read it.
import { expect, test } from 'vitest';
import {
  approvePath,
  begun,
  finished,
  gateOpened,
  ladderPlan,
  rungFact,
  shiftPath,
  started,
  timed,
  type UntimedEvent,
} from '../../tests/view-fixture.ts';
import type { AttemptResult, Cause } from '../execution/event.ts';
import { buildRunView } from './build-run-view.ts';
import type { RunView } from './run-view.ts';
import { sentence } from './sentence.ts';

const gate = approvePath(0);
const shift = shiftPath(0);
const ended = (path: string, result: AttemptResult): UntimedEvent => ({
  type: 'AttemptFinished',
  path,
  attempt: 1,
  result,
});
const back = (cause: Cause): UntimedEvent => ({ type: 'RollbackStarted', path: 'shop', cause });
const view = (...events: UntimedEvent[]): RunView =>
  buildRunView(ladderPlan(), timed(started, ...events), 60_000);
const sick: AttemptResult = {
  status: 'failed',
  failure: { type: 'Verification', message: 'green is sick' },
};

test('a gate that nobody answered is why everything goes back', () => {
  const seen = view(
    begun(gate),
    gateOpened(gate),
    ended(gate, { status: 'expired' }),
    finished(gate, 'Expired'),
    back('expired'),
  );
  expect(sentence(seen)).toMatch(/^Rolling back: Approve \(n=0\) was over its time\. /);
  expect(seen.failure?.message).toBe('nobody decided in time');
});

test('a step that ran out of time says so', () => {
  const seen = view(begun(shift), ended(shift, { status: 'expired' }), finished(shift, 'Expired'));
  expect(seen.failure).toMatchObject({
    how: 'expired',
    message: 'its time was over before it was done',
  });
});

test('a rejection is no failure of the gate', () => {
  const failure = { type: 'ApprovalRejection', message: 'bob rejected it' } as const;
  const seen = view(
    begun(gate),
    gateOpened(gate),
    ended(gate, { status: 'failed', failure }),
    finished(gate, 'ApprovalRejected'),
    back('rejected'),
  );
  expect(sentence(seen)).toMatch(/^Rolling back: Approve \(n=0\) was rejected\. /);
});

test('what a retry has mended is not why the run went back', () => {
  const seen = view(
    begun(shift),
    ended(shift, sick),
    { ...begun(shift), attempt: 2 } as UntimedEvent,
    ended(shift, { status: 'succeeded', output: {} }),
    finished(shift, 'Success'),
    begun(approvePath(1)),
    gateOpened(approvePath(1)),
    ended(approvePath(1), { status: 'expired' }),
    finished(approvePath(1), 'Expired'),
  );
  expect(seen.failure?.path).toBe(approvePath(1));
});

test('a success over a shift that was never proven does not claim that the names were swapped', () => {
  const seen = view(
    begun(shift),
    rungFact(shift, { state: 'failed', set: 100, reported: 100 }),
    ended(shift, sick),
    finished(shift, 'IgnoreFailed'),
    { type: 'ExecutionFinished', status: 'Success', end: 'Success', leftovers: [] },
  );
  expect(sentence(seen)).toBe(
    'Success by the failure strategies alone: the last shift of prod was not proven. Prod stands on green.',
  );
});
