// The figures at an open gate, read anew for whoever looks at it: what the journal holds is as old as the gate.
import type { ExecutionEvent } from '../execution/event.ts';
import type { Clock } from '../lib/clock.ts';
import { reviewTraffic } from '../steps/review/review-traffic.ts';
import { sightOf } from '../steps/shift/shift.ts';
import { FACT, type Review, type Setup } from '../traffic/facts.ts';
import type { PreparedRun } from './prepare-run.ts';

const GIVE_UP_MS = 60_000;

/** The review that the gate was opened with, with present numbers; reads only. */
export async function refreshReview(
  run: Pick<PreparedRun, 'clouds'>,
  clock: Clock,
  events: readonly ExecutionEvent[],
  opened: Review,
): Promise<Review> {
  const setup = setupIn(events);
  const [first] = opened.targetGroups;
  if (setup === undefined || first === undefined) return opened;
  const pace = {
    clock,
    giveUpAt: clock.now() + GIVE_UP_MS,
    signal: new AbortController().signal,
  };
  const targetGroups = await reviewTraffic(sightOf(run.clouds, setup, pace), first.since);
  return { ...opened, targetGroups };
}

function setupIn(events: readonly ExecutionEvent[]): Setup | undefined {
  const fact = events.findLast(
    (event) => event.type === 'FactRecorded' && event.name === FACT.setup,
  );
  return fact?.type === 'FactRecorded' ? (fact.value as unknown as Setup) : undefined;
}
