// The point from which a follow-up goes to its end: an abort ends it before, and is refused after.
import type { ExecutionEvent } from '../../execution/event.ts';
import type { StepContext } from '../../execution/step.ts';
import { type Pace, pause } from '../common/pace.ts';
import { lastFact, record, STEP_FACT } from '../common/step-facts.ts';

/** What an abort that was accepted before needs to reach the step. */
const HEARING_MS = 100;

/** Answers when it began. Throws the signal's reason when an abort was faster. */
export async function begin(context: StepContext, pace: Pace): Promise<number> {
  const now = context.clock.now();
  const begunAt = await record(context, STEP_FACT.followUpBegun, 'at', now);
  await pause(pace, HEARING_MS);
  return begunAt;
}

export function begunAt(context: StepContext): number | undefined {
  return lastFact<number>(context, STEP_FACT.followUpBegun);
}

/** Whether a journal is past that point. */
export function hasBegun(events: readonly ExecutionEvent[]): boolean {
  return events.some(
    (event) => event.type === 'FactRecorded' && event.name === STEP_FACT.followUpBegun,
  );
}
