// The point from which a follow-up goes to its end: an abort ends it before, and is refused after.
import type { ExecutionEvent } from '../../execution/event.ts';
import type { StepContext } from '../../execution/step.ts';
import type { Setup } from '../../traffic/facts.ts';
import { type Pace, pause } from '../common/pace.ts';
import { lastFact, record, STEP_FACT } from '../common/step-facts.ts';
import { drainingSeconds } from '../setup/group-document.ts';

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

/** For a blue that has to boot, and for the proof that green is empty. */
const LONGEST_WAITS_MS = 2_700_000;

/** Each process that takes it up has this long for what it waits for. */
export function inOwnTime(context: StepContext, { green, blue }: Setup): StepContext {
  const drains = [green, blue].map((group) => drainingSeconds(group?.document ?? {}) * 1_000);
  const wantedUntil = context.clock.now() + LONGEST_WAITS_MS + 2 * Math.max(...drains);
  return { ...context, deadlineAt: Math.min(context.deadlineAt, wantedUntil) };
}
