// CustomApproval: what its script puts out approves, rejects, or is asked for again.
import { expect, test } from 'vitest';
import { planOf, stage, step } from '../../tests/plan-builder.ts';
import { stepsHarness } from '../../tests/steps-harness.ts';
import type { ScriptRequest, ScriptResult } from '../execution/step.ts';
import type { JsonObject } from '../lib/json.ts';

const jexl = (expression: string): JsonObject => ({ type: 'Jexl', spec: { expression } });
const keys = (operator: string, value: string, matchAnyCondition = false): JsonObject => ({
  type: 'KeyValues',
  spec: { matchAnyCondition, conditions: [{ key: 'state', operator, value }] },
});

const SPEC: JsonObject = {
  shell: 'Bash',
  source: { type: 'Inline', spec: { script: 'ask the board' } },
  retryInterval: '1m',
  scriptTimeout: '10s',
  approvalCriteria: jexl('<+output.state> == "yes"'),
  rejectionCriteria: jexl('<+output.state> == "no"'),
  outputVariables: [{ name: 'state', type: 'String', value: 'STATE' }],
};

/** Each run of the script answers the next state; a number is its exit code. */
async function ask(states: readonly (string | number)[], changes: JsonObject = {}) {
  const runs: { readonly key: string; readonly request: ScriptRequest }[] = [];
  const scripts = {
    run: async (key: string, request: ScriptRequest): Promise<ScriptResult> => {
      runs.push({ key, request });
      const state = states[Math.min(runs.length, states.length) - 1] ?? '';
      return typeof state === 'number'
        ? { status: 'exited', exitCode: state, outputs: {} }
        : { status: 'exited', exitCode: 0, outputs: { STATE: state } };
    },
  };
  const board = step('board', {
    type: 'CustomApproval',
    spec: { ...SPEC, ...changes },
    timeoutMs: 590_000,
  });
  const game = await stepsHarness(planOf([stage('s', [board])]), {}, { scripts });
  return { game, runs };
}

test('it is approved by what the script puts out, once it does', async () => {
  const { game, runs } = await ask(['open', 'open', 'yes']);
  expect(await game.drive()).toMatchObject({ result: { end: 'Success' } });
  expect(runs).toHaveLength(3);
  expect(game.clock.now() - 1_000).toBe(120_000);
  expect(await game.outcome()).toMatchObject({ output: { outputVariables: { state: 'yes' } } });
});

test('each run of the script has a key of its own', async () => {
  const { game, runs } = await ask(['open', 'yes']);
  await game.drive();
  expect(new Set(runs.map(({ key }) => key)).size).toBe(2);
});

test('between two runs nothing is done: the run is parked until the next one', async () => {
  const { game } = await ask(['open']);
  expect(await game.drive({ parkWhenIdle: true })).toEqual({ status: 'parked', wakeAt: 61_000 });
});

test('a rejection ends it as rejected', async () => {
  const { game } = await ask(['open', 'no']);
  expect(await game.drive()).toMatchObject({ result: { end: 'Rejected' } });
  expect(await game.outcome()).toMatchObject({ failure: { type: 'ApprovalRejection' } });
});

test('a script that fails decides nothing', async () => {
  const { game, runs } = await ask([3, 'yes']);
  expect(await game.drive()).toMatchObject({ result: { end: 'Success' } });
  expect(runs).toHaveLength(2);
});

test('of a long output only the beginning is journalled at each look', async () => {
  const { game } = await ask(['x'.repeat(10_000)]);
  await game.drive();
  const facts = (await game.events()).filter(({ type }) => type === 'FactRecorded');
  expect(facts).not.toEqual([]);
  expect(Math.max(...facts.map((fact) => JSON.stringify(fact).length))).toBeLessThan(1_000);
});

test('without a decision it expires with the time of the step', async () => {
  const { game, runs } = await ask(['open']);
  expect(await game.drive()).toMatchObject({ result: { end: 'Expired' } });
  expect(runs).toHaveLength(10);
});

test.each([
  ['equals', 'yes', 'yes', true],
  ['equals', 'yes', 'no', false],
  ['not equals', 'open', 'yes', true],
  ['in', 'yes, sure', 'sure', true],
  ['in', 'yes, sure', 'perhaps', false],
  ['not in', 'no, never', 'yes', true],
])('the condition %s "%s" for the state "%s" is %s', async (operator, value, state, approves) => {
  const changes = { approvalCriteria: keys(operator, value), rejectionCriteria: jexl('') };
  const { game } = await ask([state], changes);
  const end = approves ? 'Success' : 'Expired';
  expect(await game.drive()).toMatchObject({ result: { end } });
});

test('criteria that nobody can judge fail the step and say why', async () => {
  const { game } = await ask(['yes'], { approvalCriteria: jexl('<+output.stat> == "yes"') });
  await game.drive();
  expect(await game.outcome()).toMatchObject({
    failure: { type: 'Unknown', message: expect.stringContaining('cannot be judged') },
  });
});
