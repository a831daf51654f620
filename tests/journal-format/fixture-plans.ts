// The plans that a new fixture of the journal's format is made of: every kind of node, and every kind of event.
import type { JsonObject } from '../../src/lib/json.ts';
import type { Plan } from '../../src/plan/plan.ts';
import {
  group,
  matrix,
  onAnyFailure,
  parallel,
  planOf,
  retry,
  STAGE_ROLLBACK,
  type StepOptions,
  stage,
  step,
} from '../plan-builder.ts';

const DAY_MS = 86_400_000;

const does = (name: string, spec: JsonObject, more: StepOptions = {}) =>
  step(name, { spec, failures: STAGE_ROLLBACK, timeoutMs: DAY_MS, ...more });
const back = does('back', { write: 'back' }, { failures: {} });

/** Fails once and repeats, fans out, stands at the first of two gates, and will skip its last step. */
export const waiting: Plan = planOf([
  stage(
    'deploy',
    [
      does('prepare', { write: 'green', fail: 1 }, { failures: retry(2, 5_000) }),
      parallel([does('one', { write: 'one' }), does('two', {})]),
      matrix('rungs', 2, (i) =>
        group('rung', [does('gate', { gate: true }), does('shift', { write: `rung ${i}` })]),
      ),
      does('last', { write: '<+execution.steps.prepare.output.wrote>-last' }),
      does('never', {}, { when: { status: 'Failure' } }),
    ],
    [back],
    { timeoutMs: 7 * DAY_MS },
  ),
]);

export const killed: Plan = planOf([
  stage(
    'deploy',
    [does('first', { write: 'a' }), does('second', { write: 'b' }), does('third', { write: 'c' })],
    [back],
  ),
]);

export const aborted: Plan = planOf([
  stage(
    'deploy',
    [
      does('tried', { write: 'refused' }, { failures: onAnyFailure({ type: 'Ignore' }) }),
      does('shift', { write: 'x' }),
      does('gate', { gate: true }),
    ],
    [back],
  ),
]);

/** Asks for a name before its second step begins, and its approvers for a ticket. */
export const asking: Plan = planOf([
  stage(
    'deploy',
    [
      does('first', { write: 'a' }),
      does(
        'asked',
        { write: '<+executionInput.input1>' },
        { asks: [{ id: 'input1', name: 'write', isRequired: true, default: 'nothing' }] },
      ),
      does('gate', { gate: true, asks: true }),
      does('last', { write: '<+execution.steps.gate.output.approverInputs.ticket>' }),
    ],
    [back],
  ),
]);
