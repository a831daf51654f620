// What the page of a run is made from: its plan and journal with their folds, and what stands outside of the journal.
import type { ExecutionEvent } from '../../execution/event.ts';
import { evolveAll } from '../../execution/evolve.ts';
import { emptyState, type State } from '../../execution/state.ts';
import type { Plan } from '../../plan/plan.ts';
import { extendFold, newFold, type RunFold } from '../../view/step-fold.ts';

export interface RunSource {
  readonly project: string;
  readonly run: string;
  readonly planHash: string;
  readonly plan: Plan;
  /** The whole journal; only `extendSource` adds to it. */
  readonly events: ExecutionEvent[];
  readonly fold: RunFold;
  readonly state: State;
}

/** What is true beside the journal at one moment. */
export interface RunSurroundings {
  /** On the run's clock. */
  readonly now: number;
  /** How many times as fast as the wall that clock goes. */
  readonly speed: number;
  readonly driver: DriverNow;
  /** What no other run may work on meanwhile. */
  readonly holds: readonly string[];
}

export interface DriverNow {
  /** Who drives it, in words; null when nobody does. */
  readonly driver: string | null;
  /** Nobody drives it although there is something to do. */
  readonly standsStill: boolean;
  /** Why this server could not take it up, and when it tries again on the wall clock. */
  readonly refused?: string;
}

export function newSource(given: {
  readonly project: string;
  readonly run: string;
  readonly planHash: string;
  readonly plan: Plan;
  readonly events: readonly ExecutionEvent[];
}): RunSource {
  const { plan } = given;
  const source = { ...given, events: [], fold: newFold(plan.resumed), state: emptyState(plan) };
  extendSource(source, given.events);
  return source;
}

/** Folds in what has come since. */
export function extendSource(source: RunSource, fresh: readonly ExecutionEvent[]): void {
  for (const event of fresh) source.events.push(event);
  extendFold(source.fold, fresh);
  evolveAll(source.state, fresh);
}
