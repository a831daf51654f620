// A word that counts only for what the person has looked at: the attempt and the plan are compared in the transaction that records it.
import type { Engine } from '../../app/engine.ts';
import type { ListeningEngine } from '../../app/run-spoken-of.ts';
import type { ExecutionEvent } from '../../execution/event.ts';
import { ProblemError } from '../problem-error.ts';

export interface LookedAt {
  readonly gate: string;
  readonly attempt?: number | undefined;
  readonly planHash?: string | undefined;
}

/** Throws `refused` where something else is true by now; nothing is recorded then. */
export function engineForGate(engine: Engine, run: string, lookedAt: LookedAt): ListeningEngine {
  return {
    look: (id) => engine.look(id),
    journal: {
      ...engine.journal,
      signal: (id, judge) =>
        engine.journal.signal(id, (events) => {
          refuseOther(events, run, lookedAt);
          return judge(events);
        }),
    },
  };
}

function refuseOther(
  events: readonly ExecutionEvent[],
  run: string,
  { gate, attempt, planHash }: LookedAt,
): void {
  const [started] = events;
  const hash = started?.type === 'ExecutionStarted' ? started.planHash : '';
  if (planHash !== undefined && planHash !== hash) {
    const says = `You looked at the plan ${planHash.slice(0, 12)}, and run ${run} follows ${hash.slice(0, 12)}. Nothing was done.`;
    throw new ProblemError('refused', says);
  }
  if (attempt === undefined) return;
  const opened = events.findLast((event) => event.type === 'ApprovalOpened' && event.path === gate);
  const present = opened?.type === 'ApprovalOpened' ? opened.attempt : undefined;
  if (present === undefined || present === attempt) return;
  const says = `You looked at attempt ${attempt} of this approval, and attempt ${present} is asked for now. Nothing was done; look at what is asked now.`;
  throw new ProblemError('refused', says);
}
