// Plays an execution by hand: decisions of the engine and results given by the test, without runner or clock.

import { type Decision, decide } from '../src/execution/decide/decide.ts';
import type { AttemptResult, ExecutionEvent, Failure } from '../src/execution/event.ts';
import { evolve, evolveAll } from '../src/execution/evolve.ts';
import { emptyState, type State } from '../src/execution/state.ts';
import type { Plan } from '../src/plan/plan.ts';
import { startedAt } from './started-event.ts';

export interface Table {
  readonly events: ExecutionEvent[];
  readonly state: State;
  /** The decision at this time, recorded. Checks that deciding again says nothing new. */
  at(now: number): Decision;
  /** Ends the running attempt of the step at a path and decides. */
  end(path: string, now: number, result?: AttemptResult): Decision;
  /** Records an event from anywhere and decides. */
  record(event: ExecutionEvent): Decision;
  /** What has finished, as `path: status`, in order. */
  finished(): string[];
}

export const failed: AttemptResult = failedWith('Unknown');

export function failedWith(type: Failure['type']): AttemptResult {
  return { status: 'failed', failure: { type, message: 'it broke' } };
}

export function table(plan: Plan): Table {
  const state = emptyState(plan);
  const events: ExecutionEvent[] = [];
  const record = (event: ExecutionEvent): Decision => {
    evolve(state, event);
    events.push(event);
    return at(event.at);
  };
  const at = (now: number): Decision => {
    const decision = decide(state, now);
    events.push(...decision.events);
    const again = decide(evolveAll(emptyState(plan), events), now);
    if (again.events.length > 0) throw new Error(`undecided: ${JSON.stringify(again.events)}`);
    return { ...again, events: decision.events };
  };
  const end = (path: string, now: number, result: AttemptResult = succeeded): Decision => {
    const attempt = state.steps.get(path)?.attempt ?? 0;
    return record({ at: now, type: 'AttemptFinished', path, attempt, result });
  };
  const finished = (): string[] =>
    events.flatMap((event) =>
      event.type === 'NodeFinished' ? [`${event.path}: ${event.status}`] : [],
    );
  record(startedEvent);
  return { events, state, at, end, record, finished };
}

const succeeded: AttemptResult = { status: 'succeeded', output: {}, putBack: true };

const startedEvent = startedAt(0);
