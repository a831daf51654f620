// One small world of the simulation: a plan, what people do, and how it may end.
import type { EndState, InterventionAction } from '../../src/execution/event.ts';
import type { Plan } from '../../src/plan/plan.ts';

export interface Scenario {
  readonly name: string;
  readonly plan: Plan;
  /** What is answered at every gate, by as many people as it takes. */
  readonly answer?: { readonly decision: 'approve' | 'reject'; readonly afterMs: number };
  /** What is said of every step that waits for a word. */
  readonly intervene?: { readonly action: InterventionAction; readonly afterMs: number };
  /** When all that runs is marked as failed. */
  readonly markAfterMs?: number;
  /** So often the run is paused, and let go on after some time. */
  readonly pauses?: number;
  readonly abort?: { readonly afterMs: number; readonly restore: boolean };
  /** The end when nothing goes wrong around the run. */
  readonly end: EndState;
  /** Ends that delays by crashes may bring instead. */
  readonly mayAlsoEnd?: readonly EndState[];
}
