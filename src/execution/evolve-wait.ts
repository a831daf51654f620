// Folding the events of waits: opened by the running attempt, ended by time or others, after which the attempt goes on.
import { assert } from '../lib/assert.ts';
import type { InputGiven, WaitEnded, WaitOpened, WaitWatched } from './event.ts';
import { runningStep, stepInAttempt } from './evolve-attempt.ts';
import type { State, StepState, WaitState } from './state.ts';

type At = { readonly at: number };

export function evolveWait(
  state: State,
  event: (WaitOpened | WaitWatched | WaitEnded | InputGiven) & At,
): void {
  switch (event.type) {
    case 'WaitOpened':
      evolveOpened(state, event);
      break;
    case 'WaitWatched':
      openWait(state, event).says = event.says;
      break;
    case 'WaitEnded':
      evolveEnded(state, event);
      break;
    case 'InputGiven':
      evolveGiven(state, event);
      break;
  }
}

function evolveOpened(state: State, { path, attempt, wait, at }: WaitOpened & At): void {
  const step = runningStep(state, path, attempt);
  for (const [name, effect] of step.effects) {
    assert(effect.confirmed !== undefined, `"${path}" waits while "${name}" is open`);
  }
  assert(!step.waits.has(wait.name), `the wait "${wait.name}" was opened before`);
  step.phase = 'wait';
  const { says } = wait;
  step.waits.set(wait.name, { request: wait, openedAt: at, says, endedAt: undefined });
}

function evolveEnded(state: State, event: WaitEnded & At): void {
  const wait = openWait(state, event);
  const { ends } = wait.request;
  assert(ends.kind !== 'time' || event.at >= ends.at, `the wait "${event.wait}" is not over`);
  const step = stepInAttempt(state, event.path, event.attempt);
  if (ends.kind === 'inputs') {
    assert(step.inputs !== undefined, `nobody gave what "${event.path}" asks for`);
    step.deadlineAt = Math.max(event.deadlineAt ?? 0, step.deadlineAt);
  }
  wait.endedAt = event.at;
  step.phase = 'running';
}

/** Nothing runs before the wait has ended, too: a pause may hold that. */
function evolveGiven(state: State, event: InputGiven & At): void {
  const { path, attempt, values } = event;
  const { ends } = openWait(state, event).request;
  const step = stepInAttempt(state, path, attempt);
  assert(ends.kind === 'inputs', `"${path}" asks for nothing`);
  assert(step.inputs === undefined, `"${path}" has been given what it asks for`);
  assert(state.abort === undefined, 'an abort was requested before the values were given');
  step.inputs = values;
}

function openWait(
  state: State,
  { path, attempt, wait }: WaitEnded | WaitWatched | InputGiven,
): WaitState {
  const open = openWaitOf(stepInAttempt(state, path, attempt));
  assert(open?.request.name === wait, `"${path}" does not wait for "${wait}"`);
  return open;
}

/** A step waits for one thing at a time. */
export function openWaitOf({ phase, waits }: StepState): WaitState | undefined {
  if (phase !== 'wait') return undefined;
  return [...waits.values()].find(({ endedAt }) => endedAt === undefined);
}
