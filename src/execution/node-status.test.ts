// Harness's table of statuses: what the children's make of their parent's.
import { expect, test } from 'vitest';
import { failed, failedWith, table } from '../../tests/decision-table.ts';
import {
  group,
  onAnyFailure,
  parallel,
  planOf,
  retry,
  stage,
  step,
} from '../../tests/plan-builder.ts';
import type { NodeStatus } from './event.ts';
import { aggregate } from './node-status.ts';
import { aroundOpen, type OpenStatus, openStatus } from './open-status.ts';

test.each<[readonly NodeStatus[], NodeStatus]>([
  [[], 'Success'],
  [['Success', 'Skipped'], 'Success'],
  [['Skipped', 'Skipped'], 'Success'],
  [['Success', 'IgnoreFailed', 'Skipped'], 'IgnoreFailed'],
  [['IgnoreFailed', 'Expired'], 'Expired'],
  [['Expired', 'ApprovalRejected'], 'ApprovalRejected'],
  [['ApprovalRejected', 'Failed', 'Expired'], 'Failed'],
  [['Failed', 'Aborted', 'ApprovalRejected'], 'Aborted'],
])('finished %j: %s', (children, parent) => {
  expect(aggregate(children)).toBe(parent);
  expect(aggregate([...children].reverse())).toBe(parent);
});

test.each<[readonly OpenStatus[], OpenStatus]>([
  [['Running', 'TimedWaiting'], 'Running'],
  [['Running', 'AsyncWaiting'], 'Running'],
  [['Running', 'WaitStepRunning'], 'WaitStepRunning'],
  [['WaitStepRunning', 'ResourceWaiting'], 'ResourceWaiting'],
  [['ResourceWaiting', 'ApprovalWaiting'], 'ApprovalWaiting'],
  [['ApprovalWaiting', 'InterventionWaiting', 'Running'], 'InterventionWaiting'],
])('open %j: %s', (children, parent) => {
  expect(aroundOpen(children)).toBe(parent);
  expect(aroundOpen([...children].reverse())).toBe(parent);
});

test('a step that waits for a word is seen from all around it', () => {
  const ask = onAnyFailure({
    type: 'ManualIntervention',
    timeoutMs: 1_000,
    onTimeout: { type: 'Abort' },
  });
  const both = parallel([step('a', { failures: ask }), step('b')]);
  const { state, end } = table(planOf([stage('s', [group('g', [both])])]));
  end('s/steps/g/~0/a', 10, failed);
  for (const path of ['s/steps/g/~0/a', 's/steps/g', 's', '']) {
    expect(openStatus(state, state.index.node(path)), path).toBe('InterventionWaiting');
  }
  expect(openStatus(state, state.index.node('s/steps/g/~0/b'))).toBe('Running');
});

test('the wait before a retry is the step’s own, and that before a round the group’s', () => {
  const own = table(planOf([stage('s', [step('a', { failures: retry(1, 500) })])]));
  own.end('s/steps/a', 10, failedWith('Timeout'));
  expect(openStatus(own.state, own.state.index.node('s/steps/a'))).toBe('TimedWaiting');
  expect(openStatus(own.state, own.state.index.node('s'))).toBe('Running');
  const failures = onAnyFailure({
    type: 'RetryStepGroup',
    group: 's/steps/g',
    retryCount: 1,
    intervalsMs: [500],
  });
  const round = table(planOf([stage('s', [group('g', [step('a', { failures })])])]));
  round.end('s/steps/g/a', 10, failed);
  expect(openStatus(round.state, round.state.index.node('s/steps/g'))).toBe('TimedWaiting');
});
