// The small worlds of the simulation.
import {
  group,
  matrix,
  onAnyFailure,
  PIPELINE_ROLLBACK,
  parallel,
  planOf,
  retry,
  STAGE_ROLLBACK,
  type StepOptions,
  stage,
  step,
} from '../plan-builder.ts';
import { REFUSED_VALUE } from './fake-cloud.ts';
import type { Scenario } from './scenario.ts';
import type { Script } from './scripted-step.ts';

/** Longer than any chaos, where a scenario is not about time. */
const SIX_HOURS_MS = 21_600_000;

const does = (identifier: string, script: Script, options: StepOptions = {}) =>
  step(identifier, {
    failures: STAGE_ROLLBACK,
    timeoutMs: SIX_HOURS_MS,
    ...options,
    spec: { ...script },
  });
const back = (...names: string[]) =>
  does('back', { writes: Object.fromEntries(names.map((name) => [name, 0])) }, { failures: {} });
const approve = { decision: 'approve', afterMs: 20_000 } as const;
const broken = { failures: 99 };
const asks = onAnyFailure({
  type: 'ManualIntervention',
  timeoutMs: SIX_HOURS_MS,
  onTimeout: { type: 'PipelineRollback' },
});
const asksBriefly = onAnyFailure({
  type: 'ManualIntervention',
  timeoutMs: 120_000,
  onTimeout: { type: 'PipelineRollback' },
});
const again = (group: string, retryCount: number) =>
  onAnyFailure({
    type: 'RetryStepGroup',
    group,
    retryCount,
    intervalsMs: [20_000],
    onRetryFailure: { type: 'StageRollback' },
  });

const rung = (weight: number, approvals?: number) =>
  group('rung', [
    ...(approvals === undefined ? [] : [does('gate', { approvals })]),
    does('shift', { writes: { rule: weight }, sleepMs: 15_000 }),
  ]);

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'a sequence',
    plan: planOf([
      stage('s', [does('a', { writes: { x: 1 } }), does('b', { scriptMs: 20_000 }), rung(5)]),
    ]),
    end: 'Success',
  },
  {
    name: 'a parallel block of which one breaks',
    plan: planOf([
      stage(
        's',
        [
          parallel([
            does('a', { writes: { x: 1, y: 2 }, sleepMs: 9_000 }),
            does('b', { writes: { z: 3 }, ...broken }),
          ]),
        ],
        [back('x', 'y', 'z')],
      ),
    ]),
    end: 'RolledBack',
  },
  {
    name: 'several writes at once of which one is refused',
    plan: planOf([
      stage('s', [does('a', { writes: { x: 1, bad: REFUSED_VALUE, y: 2 } })], [back('x', 'y')]),
    ]),
    end: 'RolledBack',
    mayAlsoEnd: ['Failed'],
  },
  {
    name: 'a matrix, one at a time, with a gate before each rung',
    plan: planOf([stage('s', [matrix('m', 3, (i) => rung(50 * i + 1, 1))], [back('rule')])]),
    answer: approve,
    end: 'Success',
  },
  {
    name: 'a matrix, all at once',
    plan: planOf([
      stage('s', [
        matrix('m', 4, (i) => does('x', { writes: { [`r${i}`]: i + 1 }, sleepMs: 5_000 * i }), {
          maxConcurrency: 0,
        }),
      ]),
    ]),
    end: 'Success',
  },
  {
    name: 'a matrix, two at a time, whose second iteration breaks',
    plan: planOf([
      stage(
        's',
        [
          matrix(
            'm',
            4,
            (i) => does('x', { writes: { [`r${i}`]: 1 }, ...(i === 1 ? broken : {}) }),
            { maxConcurrency: 2 },
          ),
        ],
        [back('r0', 'r1', 'r2', 'r3')],
      ),
    ]),
    end: 'RolledBack',
  },
  {
    name: 'nested groups and matrices',
    plan: planOf([
      stage('s', [
        group('g', [
          parallel([
            matrix('m', 2, (i) => group('inner', [does('a', { writes: { [`m${i}`]: 7 } })])),
            does('b', { scriptMs: 30_000 }),
          ]),
        ]),
        does('last', { writes: { done: 1 } }),
      ]),
    ]),
    end: 'Success',
  },
  {
    name: 'retries that help in the end',
    plan: planOf([
      stage('s', [
        does('a', { writes: { x: 1 }, failures: 2 }, { failures: retry(3, 30_000) }),
        does('b', { writes: { y: 1 } }),
      ]),
    ]),
    end: 'Success',
  },
  {
    name: 'waiting iterations that keep their lane',
    plan: planOf([
      stage('s', [
        matrix('m', 3, () => {
          return does('x', { failures: 1, sleepMs: 1_000 }, { failures: retry(1, 20_000) });
        }),
      ]),
    ]),
    end: 'Success',
  },
  {
    name: 'a gate that needs two people',
    plan: planOf([stage('s', [does('gate', { approvals: 2 }), rung(100)], [back('rule')])]),
    answer: approve,
    end: 'Success',
  },
  {
    name: 'a choice between two writes',
    plan: planOf([
      stage(
        's',
        [does('asks', { writes: { rule: 50 }, choice: true }, { timeoutMs: 3_600_000 })],
        [back('rule')],
      ),
    ]),
    answer: approve,
    end: 'Success',
  },
  {
    name: 'a choice that nobody makes',
    plan: planOf([
      stage(
        's',
        [does('asks', { writes: { rule: 50 }, choice: true }, { timeoutMs: 600_000 })],
        [back('rule')],
      ),
    ]),
    end: 'RolledBack',
  },
  {
    name: 'a rejection after a change',
    plan: planOf([stage('s', [rung(50), does('gate', { approvals: 1 })], [back('rule')])]),
    answer: { decision: 'reject', afterMs: 40_000 },
    end: 'RolledBack',
  },
  {
    name: 'a rejection before any change',
    plan: planOf([stage('s', [does('gate', { approvals: 1 }), rung(50)], [back('rule')])]),
    answer: { decision: 'reject', afterMs: 40_000 },
    end: 'Rejected',
  },
  {
    name: 'a gate that nobody answers',
    plan: planOf([stage('s', [does('gate', { approvals: 1 }, { timeoutMs: 300_000 })])]),
    end: 'Expired',
  },
  {
    name: 'a step that takes too long',
    plan: planOf([
      stage(
        's',
        [does('a', { writes: { x: 1 }, scriptMs: 900_000 }, { timeoutMs: 120_000 })],
        [back('x')],
      ),
    ]),
    end: 'RolledBack',
    mayAlsoEnd: ['Expired'],
  },
  {
    name: 'a stage that takes too long',
    plan: planOf([
      stage(
        's',
        [does('a', { writes: { x: 1 }, sleepMs: 200_000 }), does('b', { writes: { y: 1 } })],
        [back('x', 'y')],
        { timeoutMs: 190_000 },
      ),
    ]),
    end: 'RolledBack',
    mayAlsoEnd: ['Expired'],
  },
  {
    name: 'a rollback step that fails, before one that works',
    plan: planOf([
      stage(
        's',
        [does('a', { writes: { x: 1 }, ...broken })],
        [does('bad', broken, { failures: onAnyFailure({ type: 'Ignore' }) }), back('x')],
      ),
    ]),
    end: 'Dirty',
  },
  {
    name: 'a pipeline rollback over two stages',
    plan: planOf([
      stage('one', [does('a', { writes: { x: 1 } })], [back('x')]),
      stage(
        'two',
        [does('b', { writes: { y: 1 }, ...broken }, { failures: PIPELINE_ROLLBACK })],
        [back('y')],
      ),
    ]),
    end: 'RolledBack',
  },
  {
    name: 'an intervention that lets a step run again, which helps',
    plan: planOf([
      stage(
        's',
        [
          does('a', { writes: { x: 1 }, scriptMs: 5_000, failures: 2 }, { failures: asks }),
          rung(50),
        ],
        [back('x', 'rule')],
      ),
    ]),
    intervene: { action: 'retry', afterMs: 30_000 },
    end: 'Success',
  },
  {
    name: 'interventions in parallel that go back',
    plan: planOf([
      stage(
        's',
        [
          parallel([
            does('a', { writes: { x: 1 }, ...broken }, { failures: asks }),
            does('b', { writes: { y: 1 }, ...broken }, { failures: asks }),
          ]),
        ],
        [back('x', 'y')],
      ),
    ]),
    intervene: { action: 'stage-rollback', afterMs: 30_000 },
    end: 'RolledBack',
  },
  {
    name: 'an intervention that nobody makes',
    plan: planOf([
      stage(
        's',
        [does('a', { writes: { x: 1 }, ...broken }, { failures: asksBriefly })],
        [back('x')],
      ),
    ]),
    end: 'RolledBack',
  },
  {
    name: 'an abort while an intervention waits',
    plan: planOf([
      stage('s', [does('a', { writes: { x: 1 }, ...broken }, { failures: asks })], [back('x')]),
    ]),
    abort: { afterMs: 100_000, restore: true },
    end: 'RolledBack',
    mayAlsoEnd: ['Aborted'],
  },
  {
    name: 'a group that runs again until its script works',
    plan: planOf([
      stage(
        's',
        [
          group('g', [
            does('first', { writes: { x: 1 } }, { failures: again('s/steps/g', 3) }),
            does('second', { scriptMs: 10_000, failures: 2 }, { failures: again('s/steps/g', 3) }),
          ]),
          rung(10),
        ],
        [back('x', 'rule')],
      ),
    ]),
    end: 'Success',
  },
  {
    name: 'a group that runs again in vain',
    plan: planOf([
      stage(
        's',
        [
          group('g', [
            parallel([
              does('first', { writes: { x: 1 }, ...broken }, { failures: again('s/steps/g', 2) }),
              does('second', { scriptMs: 10_000 }, { failures: again('s/steps/g', 2) }),
            ]),
          ]),
        ],
        [back('x')],
      ),
    ]),
    end: 'RolledBack',
  },
  {
    name: 'a rung that is marked as failed',
    plan: planOf([
      stage('s', [rung(10), does('w', { scriptMs: 400_000 }), rung(20)], [back('rule')]),
    ]),
    markAfterMs: 100_000,
    end: 'RolledBack',
    mayAlsoEnd: ['Failed'],
  },
  {
    name: 'an abort with restore in the middle of a rung',
    plan: planOf([stage('s', [matrix('m', 2, (i) => rung(50 * i + 10))], [back('rule')])]),
    abort: { afterMs: 20_000, restore: true },
    end: 'RolledBack',
    mayAlsoEnd: ['Aborted'],
  },
  {
    name: 'an abort that leaves things as they are',
    plan: planOf([stage('s', [rung(10), does('w', { scriptMs: 300_000 })], [back('rule')])]),
    abort: { afterMs: 100_000, restore: false },
    end: 'Dirty',
    mayAlsoEnd: ['Aborted'],
  },
  {
    name: 'an abort before anything happened',
    plan: planOf([stage('s', [does('gate', { approvals: 1 }), rung(10)], [back('rule')])]),
    abort: { afterMs: 5_000, restore: true },
    end: 'Aborted',
    mayAlsoEnd: ['Aborted', 'RolledBack'],
  },
  {
    name: 'an abort while a rollback runs',
    plan: planOf([
      stage(
        's',
        [does('a', { writes: { x: 1 }, ...broken })],
        [does('slow', { scriptMs: 60_000 }, { failures: {} }), back('x')],
      ),
      stage('t', [rung(10)]),
    ]),
    abort: { afterMs: 30_000, restore: false },
    end: 'RolledBack',
    mayAlsoEnd: ['Aborted', 'Dirty'],
  },
];
