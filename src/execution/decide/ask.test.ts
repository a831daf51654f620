// A step that asks people for values before it begins: nothing of it runs until they are there.
import { describe, expect, test } from 'vitest';
import { failed, type Table, table } from '../../../tests/decision-table.ts';
import {
  planOf,
  retry,
  STAGE_ROLLBACK,
  type StepOptions,
  stage,
  step,
} from '../../../tests/plan-builder.ts';
import type { Decision } from './decide.ts';

const PATH = 's/steps/a';
const asking = { path: PATH, attempt: 1 };
const region = { id: 'input1', name: 'region', isRequired: true };
const back = step('back', { failures: {} });

function asked(more: StepOptions = {}, asks = [region]): Table {
  const first = step('a', { failures: STAGE_ROLLBACK, timeoutMs: 60_000, asks, ...more });
  const game = table(planOf([stage('s', [first, step('b')], [back])]));
  game.at(0);
  return game;
}

const give = (game: Table, at: number): Decision =>
  game.record({
    at,
    type: 'InputGiven',
    ...asking,
    wait: 'inputs',
    by: 'ada',
    values: { region: 'eu' },
  });
const runsOf = ({ runs }: Decision): string[] => runs.map(({ step: { path } }) => path);

test('nothing runs before the answer, and with it the whole time of the step begins', () => {
  const game = asked();
  expect(game.state.steps.get(PATH)).toMatchObject({ phase: 'wait' });
  expect(game.at(10)).toMatchObject({ runs: [], wakeAt: 60_000 });
  expect(give(game, 50_000)).toMatchObject({
    runs: [{ step: { path: PATH }, deadlineAt: 110_000, entry: 1 }],
    wakeAt: 110_000,
  });
});

test('a further attempt begins with the same values', () => {
  const game = asked({ failures: retry(1, 1_000) });
  give(game, 10);
  game.end(PATH, 20, failed);
  expect(runsOf(game.at(1_020))).toEqual([PATH]);
  expect(game.state.steps.get(PATH)).toMatchObject({ attempt: 2, inputs: { region: 'eu' } });
});

test('an answer in a pause counts, and the step begins with its whole time when that ends', () => {
  const game = asked();
  game.record({ at: 10, type: 'PauseRequested', by: 'bob' });
  expect(give(game, 20)).toMatchObject({ runs: [], wakeAt: undefined });
  const [run] = game.record({ at: 500_000, type: 'PauseEnded', by: 'bob' }).runs;
  expect(run).toMatchObject({ step: { path: PATH }, deadlineAt: 560_000 });
});

describe('With no answer in time', () => {
  test('it breaks as InputTimeoutError, and its strategies act', () => {
    const game = asked({ failures: { InputTimeoutError: { type: 'StageRollback' } } });
    expect(runsOf(game.at(60_000))).toEqual(['s/rollback/back']);
    expect(game.state.steps.get(PATH)?.result).toMatchObject({
      failure: {
        type: 'InputTimeoutError',
        message: expect.stringContaining('nobody gave region'),
      },
    });
  });

  const proceeding = {
    failures: { InputTimeoutError: { type: 'ProceedWithDefaultValues' } },
  } as const;

  test('it goes on with the defaults where its strategy says so', () => {
    const game = asked(proceeding, [{ ...region, default: 'us' } as typeof region]);
    expect(runsOf(game.at(60_000))).toEqual([PATH]);
    expect(game.state.steps.get(PATH)?.inputs).toEqual({ region: 'us' });
    expect(game.state.steps.get(PATH)?.deadlineAt).toBe(120_000);
  });

  test('it has failed where something has no default', () => {
    const game = asked(proceeding);
    game.at(60_000);
    expect(game.finished()).toContain(`${PATH}: Failed`);
  });
});

test('an abort and a mark end the question', () => {
  const aborted = asked();
  aborted.record({ at: 10, type: 'AbortRequested', by: 'ada', restore: true });
  expect(aborted.finished()).toContain(`${PATH}: Aborted`);
  const marked = asked();
  marked.record({ at: 10, type: 'MarkFailedRequested', by: 'ada' });
  expect(marked.finished()).toContain(`${PATH}: Failed`);
});

test('what nobody asks for, and a second answer, cannot be recorded', () => {
  const game = asked();
  give(game, 10);
  expect(() => give(game, 20)).toThrow();
});
