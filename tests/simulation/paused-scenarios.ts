// The worlds of the simulation in which somebody pauses the run again and again.
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

export const PAUSED_SCENARIOS: readonly Scenario[] = PAUSED.map((name) => {
  const scenario = SCENARIOS.find((each) => each.name === name);
  if (scenario === undefined) throw new Error(`there is no scenario "${name}"`);
  return { ...scenario, name: `${name}, paused now and then`, pauses: 6 };
});
