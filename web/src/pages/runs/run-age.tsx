// How long a run has been running, on its own clock, which may go faster than the wall's.
import type { ReactElement } from 'react';
import type { RunInList } from '../../../../src/api/schemas/run-parts.ts';
import { Age, Elapsed, RunClock } from '../../parts/clock.tsx';
import { durationText } from '../../parts/time.ts';

export function RunFor({ run }: { readonly run: RunInList }): ReactElement {
  const { clock, startedAt, endedAt } = run;
  if (endedAt !== null) return <>{durationText(endedAt - startedAt)}</>;
  if (clock === null) return <>–</>;
  return (
    <RunClock at={clock.at} receivedAt={clock.wallAt} speed={clock.speed}>
      <Elapsed from={startedAt} />
    </RunClock>
  );
}

/** When its world answers no more, nobody knows how long ago that is. */
export function EndedAgo({ run }: { readonly run: RunInList }): ReactElement | null {
  const { clock, endedAt } = run;
  if (endedAt === null || clock === null) return null;
  return (
    <RunClock at={clock.at} receivedAt={clock.wallAt} speed={clock.speed}>
      <Age at={endedAt} />
    </RunClock>
  );
}
