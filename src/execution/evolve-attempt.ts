// Folding the events of attempts: started, finished, and the wait before the next one.
import { assert } from '../lib/assert.ts';
import type { NodePath } from '../plan/plan.ts';
import type {
  AttemptFinished,
  AttemptStarted,
  DeadlineMoved,
  Leftover,
  RetryScheduled,
} from './event.ts';
import { openNode } from './evolve-node.ts';
import { approvalVerdict, inRollback, resultOf, type State, type StepState } from './state.ts';

type At = { readonly at: number };

export function evolveAttempt(
  state: State,
  event: (AttemptStarted | DeadlineMoved | AttemptFinished | RetryScheduled) & At,
): void {
  switch (event.type) {
    case 'AttemptStarted':
      evolveAttemptStarted(state, event);
      break;
    case 'DeadlineMoved':
      evolveDeadlineMoved(state, event);
      break;
    case 'AttemptFinished':
      evolveAttemptFinished(state, event);
      break;
    case 'RetryScheduled':
      evolveRetry(state, event);
      break;
  }
}

function evolveAttemptStarted(state: State, event: AttemptStarted & At): void {
  const { path, attempt, deadlineAt } = event;
  const node = state.index.node(path);
  assert(node.kind === 'step', `"${path}" is no step`);
  const known = state.steps.get(path);
  const before = state.attemptsBefore.get(path) ?? 0;
  const last = known?.attempt ?? before;
  assert(attempt === last + 1, `attempt ${attempt} of "${path}" out of turn`);
  const step: StepState = {
    phase: 'running',
    attempt,
    startedAt: event.at,
    firstAttempt: before + 1,
    deadlineAt,
    isHeld: false,
    effects: new Map(),
    approval: undefined,
    choices: new Map(),
    waits: new Map(),
    result: undefined,
    inputs: known?.inputs,
    dueAt: undefined,
    intervention: undefined,
    marked: undefined,
  };
  if (known === undefined) openNode(state, path, event.at, undefined);
  else assert(known.phase === 'retry', `"${path}" is ${known.phase}: no attempt may start`);
  state.steps.set(path, step);
}

function evolveDeadlineMoved(state: State, event: DeadlineMoved): void {
  const { path, attempt, deadlineAt } = event;
  const step = stepInAttempt(state, path, attempt);
  assert(step.phase === 'running' && inRollback(state, path), `"${path}" is no running rollback`);
  assert(deadlineAt >= step.deadlineAt, `the time of "${path}" gets shorter`);
  step.deadlineAt = deadlineAt;
}

function evolveAttemptFinished(state: State, event: AttemptFinished & At): void {
  const { path, attempt, result } = event;
  const step = stepInAttempt(state, path, attempt);
  const isWaiting = ['approval', 'choice', 'wait'].includes(step.phase);
  assert(step.phase === 'running' || isWaiting, `"${path}" is ${step.phase}`);
  if (step.phase === 'choice') {
    const isCut = result.status === 'aborted' || result.status === 'expired';
    assert(
      isCut || step.marked !== undefined,
      `"${path}" ends as ${result.status} while a choice is open`,
    );
  }
  if (step.phase === 'wait') {
    assert(result.status !== 'succeeded', `"${path}" succeeds while it waits`);
  }
  for (const [name, effect] of step.effects) {
    assert(effect.confirmed !== undefined, `attempt of "${path}" ends with "${name}" open`);
  }
  if (result.status === 'aborted') {
    assert(
      state.abort !== undefined && !inRollback(state, path),
      `"${path}" aborted without a request`,
    );
  }
  if (result.status === 'expired') {
    assert(event.at >= step.deadlineAt, `"${path}" expired before its time`);
  }
  if (result.status === 'failed' && result.failure.type === 'UserMarkedFailure') {
    const hasChosen = [...step.choices.values()].some(({ made }) => made !== undefined);
    assert(step.marked !== undefined || hasChosen, `nobody marked "${path}" as failed`);
  }
  if (step.approval !== undefined && result.status === 'succeeded') {
    assert(approvalVerdict(step.approval) === 'approved', `"${path}" lacks approvals`);
  }
  step.phase = 'settled';
  step.result = result;
  if (result.status === 'succeeded') {
    for (const what of result.cleared ?? []) clear(state, what);
  }
  if (result.status !== 'succeeded' && result.status !== 'failed') return;
  for (const leftover of result.leftovers ?? []) leave(state, path, leftover);
}

function clear(state: State, what: string): void {
  const index = state.leftovers.findIndex(({ leftover }) => leftover.what === what);
  if (index >= 0) state.leftovers.splice(index, 1);
}

/** In the place of an earlier word on the same thing: commands are run in this order. */
function leave(state: State, path: NodePath, leftover: Leftover): void {
  const known = state.leftovers.findIndex(({ leftover: { what } }) => what === leftover.what);
  const index = known >= 0 ? known : state.leftovers.length;
  state.leftovers.splice(index, 1, { path, leftover });
}

function evolveRetry(state: State, event: RetryScheduled & At): void {
  const step = stepInAttempt(state, event.path, event.attempt - 1);
  const isSettled = step.phase === 'settled' || step.phase === 'intervention';
  assert(isSettled, `"${event.path}" is ${step.phase}: no retry`);
  assert(resultOf(step)?.status !== 'succeeded', `"${event.path}" has succeeded: no retry`);
  step.phase = 'retry';
  step.dueAt = event.dueAt;
}

/** The step at a path, which must be in exactly this attempt. */
export function stepInAttempt(state: State, path: NodePath, attempt: number): StepState {
  const step = state.steps.get(path);
  assert(step !== undefined, `"${path}" has no attempt`);
  assert(step.attempt === attempt, `"${path}" is in attempt ${step.attempt}, not ${attempt}`);
  return step;
}

/** The same, and the attempt must be running: only then may it record anything. */
export function runningStep(state: State, path: NodePath, attempt: number): StepState {
  const step = stepInAttempt(state, path, attempt);
  assert(step.phase === 'running', `"${path}" is ${step.phase}, not running`);
  return step;
}
