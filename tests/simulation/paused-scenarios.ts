// The worlds of the simulation in which somebody pauses the run again and again.
import { planOf, STAGE_ROLLBACK, type StepOptions, stage, step } from '../plan-builder.ts';
import type { Scenario } from './scenario.ts';
import { SCENARIOS } from './scenarios.ts';

/** Those that no time-out of their own ends: a pause may take as long as it likes. */
const PAUSED = [
  'a parallel block of which one breaks',
  'a matrix, one at a time, with a gate before each rung',
  'a matrix, two at a time, whose second iteration breaks',
  'nested groups and matrices',
  'retries that help in the end',
  'a choice between two writes',
  'a pipeline rollback over two stages',
  'interventions in parallel that go back',
  'a group that runs again until its script works',
  'an abort with restore in the middle of a rung',
];

const asks = [{ id: 'input1', name: 'x', isRequired: true, default: '3' }];
const asking = (more: StepOptions): Scenario['plan'] =>
  planOf([
    stage('s', [
      step('first', {
        spec: { writes: { x: 1 } },
        timeoutMs: 21_600_000,
        failures: STAGE_ROLLBACK,
      }),
      step('asked', {
        asks,
        spec: { writes: { x: 2 }, given: '<+executionInput.input1>' },
        timeoutMs: 21_600_000,
        failures: STAGE_ROLLBACK,
        ...more,
      }),
    ]),
  ]);

/** Steps that wait for values, with and without somebody to give them. */
const ASKING_SCENARIOS: readonly Scenario[] = [
  {
    name: 'a step that is given what it asks for, paused now and then',
    plan: asking({}),
    answer: { decision: 'approve', afterMs: 30_000 },
    pauses: 4,
    end: 'Success',
  },
  {
    name: 'a step that goes on with defaults, for nobody answers',
    plan: asking({
      timeoutMs: 900_000,
      failures: { ...STAGE_ROLLBACK, InputTimeoutError: { type: 'ProceedWithDefaultValues' } },
    }),
    end: 'Success',
  },
];

export const PAUSED_SCENARIOS: readonly Scenario[] = [
  ...ASKING_SCENARIOS,
  ...PAUSED.map((name): Scenario => {
    const scenario = SCENARIOS.find((each) => each.name === name);
    if (scenario === undefined) throw new Error(`there is no scenario "${name}"`);
    return { ...scenario, name: `${name}, paused now and then`, pauses: 6 };
  }),
];
