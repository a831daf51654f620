// The run that a person's word is about: its plan, what has happened so far, and the clock of its world.
import type { ExecutionEvent } from '../execution/event.ts';
import type { ExecutionId } from '../execution/journal.ts';
import type { Clock } from '../lib/clock.ts';
import type { Plan } from '../plan/plan.ts';
import type { Engine, Look } from './engine.ts';
import { clockOf } from './world.ts';

/** The part of an engine that a word needs. */
export interface ListeningEngine extends Pick<Engine, 'journal'> {
  look(id: ExecutionId): Promise<Pick<Look, 'plan' | 'events'>>;
}

export interface RunSpokenOf {
  readonly plan: Plan;
  readonly events: readonly ExecutionEvent[];
  readonly clock: Clock;
}

/** Throws `Refusal` where there is no such run. */
export async function runSpokenOf(engine: ListeningEngine, id: ExecutionId): Promise<RunSpokenOf> {
  const { plan, events } = await engine.look(id);
  const [started] = events;
  if (started?.type !== 'ExecutionStarted') throw new Error(`execution ${id} never started`);
  return { plan, events, clock: await clockOf(started.world) };
}
