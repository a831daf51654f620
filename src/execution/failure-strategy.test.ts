// The table of failure strategies, row by row.
import { expect, test } from 'vitest';
import { retry } from '../../tests/plan-builder.ts';
import type { FailureAction, FailureType } from '../plan/plan.ts';
import type { AttemptResult } from './event.ts';
import { consequence } from './failure-strategy.ts';

const always = (): boolean => true;
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
  expect(consequence({ status: 'expired' }, table, 1, always)).toEqual({
    kind: 'finish',
    ...finish,
  });
});

test('a rejection keeps its name, and what no strategy matches simply fails', () => {
  const rejected = consequence(broke('ApprovalRejection'), {}, 1, always);
  expect(rejected).toEqual({ kind: 'finish', status: 'ApprovalRejected' });
  const unmatched = consequence(broke('Unknown'), { Timeout: { type: 'Ignore' } }, 1, always);
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
  const next = (attempt: number) => consequence(broke('Unknown'), table, attempt, always);
  expect([1, 2, 3].map(next)).toEqual([10, 20, 20].map((delayMs) => ({ kind: 'retry', delayMs })));
  expect(next(4)).toEqual({ kind: 'finish', status: 'IgnoreFailed' });
});

test('a retry that may not wait counts as the last one', () => {
  const late = consequence(broke('Unknown'), retry(3, 10), 1, () => false);
  expect(late).toEqual({ kind: 'finish', status: 'Failed', directive: 'stage-rollback' });
});
