// The table of failure strategies, row by row.
import { expect, test } from 'vitest';
import { retry } from '../../tests/plan-builder.ts';
import type { FailureAction, FailureType } from '../plan/plan.ts';
import type { AttemptResult } from './event.ts';
import { afterIntervention, consequence, type Situation } from './failure-strategy.ts';

const first: Situation = { attempt: 1, mayWait: () => true, holds: () => true, roundOf: () => 1 };
const broke = (type: FailureType): AttemptResult => {
  return { status: 'failed', failure: { type, message: '' } };
};

test.each<[FailureAction['type'], object]>([
  ['Ignore', { status: 'IgnoreFailed' }],
  ['MarkAsSuccess', { status: 'Success' }],
  ['MarkAsFailure', { status: 'Failed' }],
  ['Abort', { status: 'Aborted', directive: 'abort' }],
  ['StageRollback', { status: 'Expired', directive: 'stage-rollback' }],
  ['PipelineRollback', { status: 'Expired', directive: 'pipeline-rollback' }],
])('%s', (type, finish) => {
  const table = { Timeout: { type } as FailureAction };
  expect(consequence({ status: 'expired' }, table, first)).toEqual({
    kind: 'finish',
    ...finish,
  });
});

test('a rejection keeps its name, and what no strategy matches simply fails', () => {
  const rejected = consequence(broke('ApprovalRejection'), {}, first);
  expect(rejected).toEqual({ kind: 'finish', status: 'ApprovalRejected' });
  const unmatched = consequence(broke('Unknown'), { Timeout: { type: 'Ignore' } }, first);
  expect(unmatched).toEqual({ kind: 'finish', status: 'Failed' });
});

test('retries wait by their intervals, the last one again and again, then what follows counts', () => {
  const table = {
    Unknown: {
      type: 'Retry',
      retryCount: 3,
      intervalsMs: [10, 20],
      onRetryFailure: { type: 'Ignore' },
    },
  } as const;
  const next = (attempt: number) => consequence(broke('Unknown'), table, { ...first, attempt });
  expect([1, 2, 3].map(next)).toEqual([10, 20, 20].map((delayMs) => ({ kind: 'retry', delayMs })));
  expect(next(4)).toEqual({ kind: 'finish', status: 'IgnoreFailed' });
});

test('a retry that may not wait counts as the last one', () => {
  const late = consequence(broke('Unknown'), retry(3, 10), { ...first, mayWait: () => false });
  expect(late).toEqual({ kind: 'finish', status: 'Failed', directive: 'stage-rollback' });
});

test('a retry whose condition is not true counts as the last one', () => {
  const table = {
    Unknown: {
      type: 'Retry',
      retryCount: 3,
      intervalsMs: [],
      condition: 'c',
      onRetryFailure: { type: 'Ignore' },
    },
  } as const;
  const next = (holds: boolean) =>
    consequence(broke('Unknown'), table, { ...first, holds: () => holds });
  expect(next(true)).toEqual({ kind: 'retry', delayMs: 0 });
  expect(next(false)).toEqual({ kind: 'finish', status: 'IgnoreFailed' });
});

test('a pipeline rollback may fail what runs elsewhere, too', () => {
  const table = { Unknown: { type: 'PipelineRollback', failAll: true } } as const;
  expect(consequence(broke('Unknown'), table, first)).toMatchObject({ failAll: true });
});

const asks = {
  Unknown: {
    type: 'Retry',
    retryCount: 1,
    intervalsMs: [5],
    onRetryFailure: {
      type: 'ManualIntervention',
      timeoutMs: 60,
      onTimeout: { type: 'PipelineRollback' },
    },
  },
} as const;

test('a person is asked where there is time to wait, else it is as if nobody had answered', () => {
  const second = { ...first, attempt: 2 };
  expect(consequence(broke('Unknown'), asks, second)).toEqual({ kind: 'intervene', timeoutMs: 60 });
  const late = consequence(broke('Unknown'), asks, { ...second, mayWait: () => false });
  expect(late).toEqual({ kind: 'finish', status: 'Failed', directive: 'pipeline-rollback' });
});

test.each<[Parameters<typeof afterIntervention>[2], object]>([
  ['mark-as-success', { kind: 'finish', status: 'Success' }],
  ['ignore', { kind: 'finish', status: 'IgnoreFailed' }],
  ['retry', { kind: 'retry', delayMs: 0 }],
  ['mark-as-failure', { kind: 'finish', status: 'Failed' }],
  ['stage-rollback', { kind: 'finish', status: 'Failed', directive: 'stage-rollback' }],
  ['pipeline-rollback', { kind: 'finish', status: 'Failed', directive: 'pipeline-rollback' }],
  ['abort', { kind: 'finish', status: 'Aborted', directive: 'abort' }],
  ['timeout', { kind: 'finish', status: 'Failed', directive: 'pipeline-rollback' }],
])('after an intervention: %s', (decided, next) => {
  expect(afterIntervention(broke('Unknown'), asks, decided, first)).toEqual(next);
});

test('a group runs again with its intervals, and after the last round the levels around it count', () => {
  const table = {
    Unknown: {
      type: 'RetryStepGroup',
      group: 'g',
      retryCount: 2,
      intervalsMs: [10, 30],
      onRetryFailure: { type: 'StageRollback' },
    },
  } as const;
  const next = (round: number) =>
    consequence(broke('Unknown'), table, { ...first, roundOf: () => round });
  const otherwise = 'stage-rollback';
  expect([1, 2].map(next)).toEqual(
    [10, 30].map((afterMs) => ({
      kind: 'finish',
      status: 'Failed',
      groupRetry: { group: 'g', afterMs, otherwise },
    })),
  );
  expect(next(3)).toEqual({ kind: 'finish', status: 'Failed', directive: otherwise });
});
