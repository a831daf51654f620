// Folding what people say about a run as a whole: a pause, its end, and the abort, which ends a pause too.
import { assert, unreachable } from '../lib/assert.ts';
import type { AbortRequested, PauseEnded, PauseRequested } from './event.ts';
import type { State } from './state.ts';

type At = { readonly at: number };

export function evolvePause(
  state: State,
  event: (PauseRequested | PauseEnded | AbortRequested) & At,
): void {
  switch (event.type) {
    case 'PauseRequested':
      assert(state.paused === undefined, 'the run is paused already');
      assert(state.abort === undefined, 'an abort was requested before the pause');
      state.paused = event;
      break;
    case 'PauseEnded':
      assert(state.paused !== undefined, 'the run is not paused');
      endPause(state);
      break;
    case 'AbortRequested':
      assert(state.abort === undefined, 'an abort was requested before');
      state.abort = event;
      endPause(state);
      break;
    default:
      unreachable(event);
  }
}

/** What was answered meanwhile counts now. */
function endPause(state: State): void {
  state.paused = undefined;
  for (const path of state.open) {
    const step = state.steps.get(path);
    if (step !== undefined) step.isHeld = false;
  }
}
