// One action per failure type: how the levels of failure strategies merge.
import { expect, test } from 'vitest';
import type { FailureStrategy } from '../pipeline/pipeline.ts';
import { mergeFailures } from './lower-failures.ts';
import { openSession } from './session.ts';

const position = { file: 'pipeline.yaml', line: 1, column: 1 };

function strategy(errors: readonly string[], type: string, spec = {}): FailureStrategy {
  return { errors, action: { type, spec, position }, position };
}

function merged(
  ...levels: readonly (readonly FailureStrategy[])[]
): Readonly<Record<string, unknown>> {
  const { session, gathered } = openSession(
    {
      pipelines: [],
      services: [],
      environments: [],
      infrastructures: [],
      connectors: [],
      secrets: [],
      files: new Map(),
    },
    { rules: {}, secrets: () => undefined },
  );
  const table = mergeFailures(levels, session);
  return { ...table, complaints: gathered().diagnostics.map(({ code }) => code) };
}

test('within a level AllErrors fills only what the level does not name', () => {
  const table = merged([strategy(['Timeout'], 'Ignore'), strategy(['AllErrors'], 'Abort')]);
  expect(table).toMatchObject({ Timeout: { type: 'Ignore' }, Connectivity: { type: 'Abort' } });
});

test('a type that an inner level does not name keeps the action of the outer one', () => {
  const table = merged(
    [strategy(['AllErrors'], 'PipelineRollback')],
    [strategy(['Timeout', 'Unknown'], 'StageRollback')],
    [strategy(['Timeout'], 'MarkAsSuccess')],
  );
  expect(table).toMatchObject({
    Timeout: { type: 'MarkAsSuccess' },
    Unknown: { type: 'StageRollback' },
    Verification: { type: 'PipelineRollback' },
  });
});

test('without strategies there are no actions', () => {
  expect(merged([], [])).toEqual({ complaints: [] });
});

test.each([
  { retryCount: 0, retryIntervals: [], onRetryFailure: { action: { type: 'Abort' } } },
  { retryCount: 1, retryIntervals: ['soon'], onRetryFailure: { action: { type: 'Abort' } } },
  { retryCount: 1, retryIntervals: ['1s'] },
  { retryCount: 1, retryIntervals: ['1s'], onRetryFailure: { action: { type: 'Retry' } } },
])('an incomplete Retry is refused: %j', (spec) => {
  expect(merged([strategy(['AllErrors'], 'Retry', spec)])).toEqual({
    complaints: ['failure-strategy'],
  });
});
