// The law of the journal: each event that cannot come next is refused.
import { expect, test } from 'vitest';
import { failed, table } from '../../tests/decision-table.ts';
import { planOf, retry, STAGE_ROLLBACK, stage, step } from '../../tests/plan-builder.ts';
import type { ExecutionEvent } from './event.ts';
import { evolve } from './evolve.ts';

const failures = retry(1, 1_000);
const plan = planOf([
  stage('s', [step('a', { failures }), step('b')], [step('r')]),
  stage('t', [step('c', { failures: STAGE_ROLLBACK })], [step('r')]),
]);
const a = { at: 10, path: 's/steps/a', attempt: 1 };
const intent = {
  ...a,
  type: 'EffectIntended',
  effect: 'e',
  request: 1,
  changesWorld: true,
} as const;
const confirmation = {
  ...a,
  type: 'EffectConfirmed',
  effect: 'e',
  outcome: 'applied',
  via: 'response',
} as const;
const ended = {
  ...a,
  type: 'AttemptFinished',
  result: { status: 'succeeded', output: {} },
} as const;
const approval = {
  message: '',
  userGroups: [],
  minimumCount: 1,
  disallowPipelineExecutor: false,
  disallowedUserEmails: [],
  review: null,
};
const gate = { ...a, type: 'ApprovalOpened', expiresAt: 600_000, approval } as const;
const approved = { ...a, type: 'ApprovalDecided', by: 'ada', decision: 'approve' } as const;
const fact = { ...a, type: 'FactRecorded', name: 'n', key: 'k', value: 1 } as const;
const abort = { at: 10, type: 'AbortRequested', by: 'ada', restore: false } as const;

const illegal: [string, ExecutionEvent[], string][] = [
  ['a node starts twice', [{ at: 1, type: 'NodeStarted', path: 's' }], 'before'],
  ['a node starts before its parent', [{ at: 1, type: 'NodeStarted', path: 't/steps' }], 'parent'],
  ['a step is started like a node', [{ at: 1, type: 'NodeStarted', path: 's/steps/b' }], 'attempt'],
  ['a path is not in the plan', [{ at: 1, type: 'NodeStarted', path: 'nowhere' }], 'no node'],
  [
    'a node finishes around an open child',
    [{ at: 1, type: 'NodeFinished', path: 's/steps', status: 'Success' }],
    'is open',
  ],
  [
    'a running step finishes without a result',
    [{ at: 1, type: 'NodeFinished', path: 's/steps/a', status: 'Success' }],
    'is running',
  ],
  [
    'an attempt is left out',
    [{ at: 1, type: 'AttemptStarted', path: 's/steps/a', attempt: 3, deadlineAt: 5 }],
    'out of turn',
  ],
  [
    'an attempt starts while one runs',
    [{ at: 1, type: 'AttemptStarted', path: 's/steps/a', attempt: 2, deadlineAt: 5 }],
    'is running',
  ],
  ['an effect is intended twice', [intent, intent], 'before'],
  ['an effect is confirmed without intent', [confirmation], 'never intended'],
  ['an effect is confirmed twice', [intent, confirmation, confirmation], 'before'],
  ['an attempt ends with an open intent', [intent, ended], '"e" open'],
  ['a gate opens with an open intent', [intent, gate], '"e" is open'],
  ['a fact is recorded twice', [fact, fact], 'before'],
  ['a fact comes from another attempt', [{ ...fact, attempt: 2 }], 'is in attempt 1'],
  ['a decision comes without a gate', [approved], 'no gate'],
  ['a decision comes late', [gate, { ...approved, at: 600_000 }], 'expired'],
  ['a decision comes after an abort', [gate, abort, approved], 'abort'],
  ['a gate succeeds without approvals', [gate, ended], 'lacks approvals'],
  ['a run is aborted twice', [abort, abort], 'before'],
  ['a step is aborted by nobody', [{ ...ended, result: { status: 'aborted' } }], 'without'],
  ['a step expires early', [{ ...ended, result: { status: 'expired' } }], 'before its time'],
  [
    'a rollback starts under open steps',
    [{ at: 1, type: 'RollbackStarted', path: 's', cause: 'failed' }],
    'still open',
  ],
  [
    'a stage that never started is rolled back',
    [{ at: 1, type: 'RollbackStarted', path: 't', cause: 'failed' }],
    'never started',
  ],
  [
    'the execution ends before its pipeline',
    [{ at: 1, type: 'ExecutionFinished', status: 'Success', end: 'Success', leftovers: [] }],
    'has not finished',
  ],
  [
    'a run is resolved before its end',
    [{ at: 1, type: 'ExecutionResolved', by: 'ada', stillThere: [] }],
    'only a Dirty end',
  ],
];

test.each(illegal)('it is refused that %s', (_what, events, message) => {
  const game = table(plan);
  const play = (): void => {
    for (const event of events) evolve(game.state, event);
  };
  expect(play).toThrow(message);
});

test('a retry waits for its turn, and a finished step records nothing more', () => {
  const game = table(plan);
  game.end('s/steps/a', 10, failed);
  expect(() => game.record({ ...fact, attempt: 1 })).toThrow('is retry');
});

test('a stage is rolled back once', () => {
  const game = table(plan);
  game.end('s/steps/a', 10);
  game.end('s/steps/b', 11);
  game.end('t/steps/c', 12, failed);
  const again = { at: 13, type: 'RollbackStarted', path: 't', cause: 'failed' } as const;
  expect(() => game.record(again)).toThrow('rolled back before');
});

test('nothing comes after the end', () => {
  const game = table(plan);
  game.end('s/steps/a', 10);
  game.end('s/steps/b', 11);
  game.end('t/steps/c', 12);
  expect(game.state.finished?.end).toBe('Success');
  expect(() => game.record(abort)).toThrow('after the execution finished');
});
