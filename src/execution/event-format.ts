// The format of events and plans: what an older Penstock must not try to go on with.
import type { Plan } from '../plan/plan.ts';
import type { ExecutionEvent } from './event.ts';
import { JournalFailure } from './journal-failure.ts';

/**
 * Of every run that is started now; 1 began without choices, waits, interventions and group retries,
 * 2 without pauses, inputs that a run asks for, and inputs of approvers.
 * A run of an earlier format that this Penstock has taken over keeps that number, so an older one cannot be
 * told to leave it alone.
 */
export const EVENT_FORMAT = 3;
/** 2 is the plan of a retry, which an older Penstock would run from its beginning; others stay 1. */
const PLAN_FORMAT = 2;

/** Throws when a newer Penstock has written this execution. */
export function refuseNewerFormat(plan: Plan, events: readonly ExecutionEvent[]): void {
  const [started] = events;
  const eventFormat: number = started?.type === 'ExecutionStarted' ? started.format : 1;
  const planFormat: number = plan.format;
  if (eventFormat <= EVENT_FORMAT && planFormat <= PLAN_FORMAT) return;
  throw new JournalFailure(
    `this run was started by a newer Penstock: its events have format ${eventFormat} and its plan ` +
      `format ${planFormat}, and this Penstock knows ${EVENT_FORMAT} and ${PLAN_FORMAT}. ` +
      'Nothing was changed; go on with the Penstock that started it.',
  );
}
