// Folding the events of waits: opened by the running attempt, ended by time or others, after which the attempt goes on.
import { assert } from '../lib/assert.ts';
import type { WaitEnded, WaitOpened, WaitWatched } from './event.ts';
import { runningStep, stepInAttempt } from './evolve-attempt.ts';
import type { State, StepState, WaitState } from './state.ts';

type At = { readonly at: number };

export function evolveWait(state: State, event: (WaitOpened | WaitWatched | WaitEnded) & At): void {
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
  wait.endedAt = event.at;
  stepInAttempt(state, event.path, event.attempt).phase = 'running';
}

function openWait(state: State, { path, attempt, wait }: WaitEnded | WaitWatched): WaitState {
  const open = openWaitOf(stepInAttempt(state, path, attempt));
  assert(open?.request.name === wait, `"${path}" does not wait for "${wait}"`);
  return open;
}

/** A step waits for one thing at a time. */
export function openWaitOf({ phase, waits }: StepState): WaitState | undefined {
  if (phase !== 'wait') return undefined;
  return [...waits.values()].find(({ endedAt }) => endedAt === undefined);
}
