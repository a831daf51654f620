// One action per failure type: how the levels of failure strategies merge.
import { expect, test } from 'vitest';
import { ALL_ERRORS, FAILURE_TYPES, type FailureType } from '../pipeline/failure-types.ts';
import type { FailureStrategy } from '../pipeline/pipeline.ts';
import { type FailureLevel, mergeFailures } from './lower-failures.ts';
import type { FailureTable } from './plan.ts';
import { openSession } from './session.ts';

const position = { file: 'pipeline.yaml', line: 1, column: 1 };

function strategy(errors: readonly string[], type: string, spec = {}): FailureStrategy {
  return { errors, action: { type, spec, position }, position };
}

interface Merged {
  readonly table: FailureTable;
  readonly complaints: readonly string[];
}

function merged(...levels: readonly FailureLevel[]): Merged {
  const { session, gathered } = openSession(
    {
      pipelines: [],
      services: [],
      environments: [],
      infrastructures: [],
      overrides: [],
      connectors: [],
      secrets: [],
      files: new Map(),
    },
    { rules: {}, secrets: () => undefined },
  );
  const place = {
    fqn: 'pipeline.step',
    filling: { session, names: new Map(), node: { path: '', fqn: 'pipeline' } },
  };
  const table = mergeFailures(levels, place);
  return { table, complaints: gathered().diagnostics.map(({ code }) => code) };
}

const level = (...strategies: readonly FailureStrategy[]): FailureLevel => ({ strategies });

/** Each level says nothing, names the type, or says it by AllErrors: the innermost word counts. */
const WORDS = ['', 'type', 'AllErrors'] as const;
const ROWS = WORDS.flatMap((stage) =>
  WORDS.flatMap((group) => WORDS.map((step) => ({ stage, group, step }))),
);

test.each(ROWS)('stage "$stage", group "$group", step "$step"', ({ stage, group, step }) => {
  for (const type of FAILURE_TYPES) {
    const said = (word: (typeof WORDS)[number], action: string): FailureLevel =>
      word === '' ? level() : level(strategy([word === 'type' ? type : word], action));
    const { table } = merged(
      said(stage, 'PipelineRollback'),
      said(group, 'StageRollback'),
      said(step, 'Ignore'),
    );
    expect(table[type]?.type, type).toBe(innermost(type, { stage, group, step }));
  }
});

function innermost(type: FailureType, said: (typeof ROWS)[number]): string | undefined {
  const speaks = (word: string): boolean =>
    word === 'type' || (word === 'AllErrors' && ALL_ERRORS.includes(type));
  if (speaks(said.step)) return 'Ignore';
  if (speaks(said.group)) return 'StageRollback';
  return speaks(said.stage) ? 'PipelineRollback' : undefined;
}

test('within a level AllErrors fills only what the level does not name, in whatever order', () => {
  const named = strategy(['Timeout'], 'Ignore');
  const others = strategy(['AllErrors'], 'Abort');
  for (const strategies of [
    [named, others],
    [others, named],
  ]) {
    const { table } = merged(level(...strategies));
    expect(table).toMatchObject({ Timeout: { type: 'Ignore' }, Connectivity: { type: 'Abort' } });
  }
});

test('AllErrors leaves out the inputs that nobody gave, as in Harness', () => {
  const { table } = merged(level(strategy(['AllErrors'], 'Abort')));
  expect(Object.keys(table).sort()).toEqual([...ALL_ERRORS].sort());
  expect(table.InputTimeoutError).toBeUndefined();
});

test('a retried group keeps what the levels around it say for the time after its last retry', () => {
  const spec = { retryCount: 2, retryIntervals: ['10s', '1m'] };
  const { table } = merged(
    level(strategy(['Timeout'], 'PipelineRollback')),
    { ...level(strategy(['AllErrors'], 'RetryStepGroup', spec)), group: 's/steps/g' },
    level(),
  );
  const retry = {
    type: 'RetryStepGroup',
    group: 's/steps/g',
    retryCount: 2,
    intervalsMs: [10_000, 60_000],
  };
  expect(table.Unknown).toEqual(retry);
  expect(table.Timeout).toEqual({ ...retry, onRetryFailure: { type: 'PipelineRollback' } });
});

test('a person may be asked after the last retry, and what nobody answers has its action too', () => {
  const onTimeout = { action: { type: 'PipelineRollback', spec: { failAll: true } } };
  const spec = { timeout: '1h', onTimeout };
  const onRetryFailure = { action: { type: 'ManualIntervention', spec } };
  const retry = { retryCount: 1, retryIntervals: ['5s'], onRetryFailure };
  expect(merged(level(strategy(['Timeout'], 'Retry', retry))).table.Timeout).toEqual({
    type: 'Retry',
    retryCount: 1,
    intervalsMs: [5_000],
    onRetryFailure: {
      type: 'ManualIntervention',
      timeoutMs: 3_600_000,
      onTimeout: { type: 'PipelineRollback', failAll: true },
    },
  });
});

test.each([
  ['2 > 1', undefined],
  ['1 > 2', 'false'],
])('a condition that is known is decided: %s', (condition, kept) => {
  const onRetryFailure = { action: { type: 'Abort' } };
  const spec = { retryCount: 1, retryIntervals: [], condition, onRetryFailure };
  const { Timeout } = merged(level(strategy(['Timeout'], 'Retry', spec))).table;
  expect(Timeout?.type === 'Retry' ? Timeout.condition : 'no retry').toBe(kept);
});

test('StepGroupRollback is the rollback of the stage', () => {
  const { table } = merged(level(strategy(['Timeout'], 'StepGroupRollback')));
  expect(table.Timeout).toEqual({ type: 'StageRollback' });
});

test('without strategies there are no actions', () => {
  expect(merged(level(), level())).toEqual({ table: {}, complaints: [] });
});

const abort = { action: { type: 'Abort' } };

test.each([
  ['Retry', { retryCount: 0, retryIntervals: [], onRetryFailure: abort }],
  ['Retry', { retryCount: 1, retryIntervals: ['soon'], onRetryFailure: abort }],
  ['Retry', { retryCount: 1, retryIntervals: ['1s'] }],
  [
    'Retry',
    { retryCount: 1, retryIntervals: ['1s'], onRetryFailure: { action: { type: 'Retry' } } },
  ],
  ['ManualIntervention', { timeout: 'soon', onTimeout: abort }],
  ['ManualIntervention', { timeout: '1h', onTimeout: { action: { type: 'ManualIntervention' } } }],
  ['RetryStepGroup', { retryCount: 1, retryIntervals: ['1m'] }],
])('an incomplete %s, or one in a wrong place, is refused: %j', (type, spec) => {
  expect(merged(level(strategy(['AllErrors'], type, spec)))).toEqual({
    table: {},
    complaints: ['failure-strategy'],
  });
});
