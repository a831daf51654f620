// The words for a run that follows another one: where prod stands is what was read, never a guess.
import { expect, test } from 'vitest';
import { stage, step } from '../../tests/plan-builder.ts';
import { startedAt } from '../../tests/started-event.ts';
import type { ExecutionEvent } from '../execution/event.ts';
import { createFollowUpPlan } from '../plan/create-follow-up-plan.ts';
import type { FollowUp, StageNode } from '../plan/plan.ts';
import { buildRunView } from './build-run-view.ts';
import { sentence } from './sentence.ts';

const rung = { lane: 'prod', set: 100, reported: 100 };

function said(kind: FollowUp['kind'], events: readonly ExecutionEvent[]): string {
  const plan = createFollowUpPlan({
    followUp: { kind, execution: '3' },
    of: 'Deploy the shop',
    stages: [
      {
        stage: stage('shop', [step('Deploy')])('', 0) as StageNode,
        facts: [{ name: 'rung', key: 'prod-100', value: rung }],
        spec: {},
        timeoutMs: 60_000,
      },
    ],
  });
  return sentence(buildRunView(plan, [startedAt(0), ...events], 10));
}

const back: ExecutionEvent = {
  at: 5,
  type: 'FactRecorded',
  path: 'shop/steps/Roll_back',
  attempt: 1,
  name: 'restored',
  key: 'rule',
  value: { lane: 'prod', outcome: 'restored' },
};
const ended = (end: 'Success' | 'Failed' | 'Aborted'): ExecutionEvent => ({
  at: 9,
  type: 'ExecutionFinished',
  status: end === 'Success' ? 'Success' : 'Failed',
  end,
  leftovers: [],
});

test('before its rules are back, prod stands where the earlier run left it', () => {
  expect(said('rollback', [])).toBe('Prod stands on green.');
  expect(said('rollback', [back])).toBe('Prod stands on blue.');
});

test('a rollback that succeeded says as before which run', () => {
  expect(said('rollback', [back, ended('Success')])).toBe(
    'Success. All traffic is on blue, exactly as before run 3; green of that run is gone.',
  );
});

test('a clean-up leaves the traffic where it is', () => {
  expect(said('cleanup', [ended('Success')])).toBe(
    'Success. Prod stands on green. Blue of run 3 is kept warm no longer.',
  );
});

test('one that had to be refused in the end names where prod stands', () => {
  expect(said('rollback', [ended('Failed')])).toBe(
    'Failed. Nothing had been touched. Prod stands on green.',
  );
});
