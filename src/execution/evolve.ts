// The fold: one event into the state, refusing every event that cannot legally come next.
import { assert, unreachable } from '../lib/assert.ts';
import type { ExecutionEvent } from './event.ts';
import { evolveApproval } from './evolve-approval.ts';
import { evolveAttempt } from './evolve-attempt.ts';
import { evolveChoice } from './evolve-choice.ts';
import { evolveEffectConfirmed, evolveEffectIntended, evolveFact } from './evolve-effect.ts';
import { evolveIntervention } from './evolve-intervention.ts';
import { evolveMarkFailed } from './evolve-mark-failed.ts';
import { evolveNode } from './evolve-node.ts';
import { evolvePause } from './evolve-pause.ts';
import { evolveWait } from './evolve-wait.ts';
import type { State } from './state.ts';

/**
 * Changes the given state in place and answers it; throws a `Defect` at an illegal event, after
 * which the state must be thrown away.
 */
export function evolve(state: State, event: ExecutionEvent): State {
  const first = event.type === 'ExecutionStarted';
  assert(first === (state.started === undefined), `${event.type} at place ${state.length}`);
  const isOver = state.finished !== undefined && event.type !== 'ExecutionResolved';
  assert(!isOver, `${event.type} after the execution finished`);
  apply(state, event);
  state.length += 1;
  return state;
}

export function evolveAll(state: State, events: Iterable<ExecutionEvent>): State {
  for (const event of events) evolve(state, event);
  return state;
}

function apply(state: State, event: ExecutionEvent): void {
  switch (event.type) {
    case 'ExecutionStarted':
      state.started = event;
      break;
    case 'NodeStarted':
    case 'NodeFinished':
    case 'GroupRetried':
    case 'RollbackStarted':
      evolveNode(state, event);
      break;
    case 'AttemptStarted':
    case 'AttemptFinished':
    case 'DeadlineMoved':
    case 'RetryScheduled':
      evolveAttempt(state, event);
      break;
    case 'InterventionOpened':
    case 'InterventionDecided':
      evolveIntervention(state, event);
      break;
    case 'EffectIntended':
      evolveEffectIntended(state, event);
      break;
    case 'EffectConfirmed':
      evolveEffectConfirmed(state, event);
      break;
    case 'FactRecorded':
      evolveFact(state, event);
      break;
    case 'ApprovalOpened':
    case 'ApprovalDecided':
    case 'GateWatched':
      evolveApproval(state, event);
      break;
    case 'ChoiceOpened':
    case 'ChoiceMade':
      evolveChoice(state, event);
      break;
    case 'WaitOpened':
    case 'WaitWatched':
    case 'WaitEnded':
    case 'InputGiven':
      evolveWait(state, event);
      break;
    case 'PauseRequested':
    case 'PauseEnded':
    case 'AbortRequested':
      evolvePause(state, event);
      break;
    case 'MarkFailedRequested':
      evolveMarkFailed(state, event);
      break;
    case 'ExecutionFinished':
    case 'ExecutionResolved':
      evolveEnd(state, event);
      break;
    default:
      unreachable(event);
  }
}

type End = Extract<ExecutionEvent, { type: 'ExecutionFinished' | 'ExecutionResolved' }>;

function evolveEnd(state: State, event: End): void {
  if (event.type === 'ExecutionFinished') {
    assert(state.nodes.get('')?.finished !== undefined, 'the pipeline has not finished');
    state.finished = event;
    return;
  }
  assert(state.finished?.end === 'Dirty', 'only a Dirty end is resolved');
  assert(state.resolved === undefined, 'the execution was resolved before');
  state.resolved = event;
}
