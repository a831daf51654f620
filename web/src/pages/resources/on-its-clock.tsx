// Counts ages of a resource’s history on the clock of its world: that of a twin is another than ours.
import type { ReactElement, ReactNode } from 'react';
import type { Resource } from '../../../../src/api/routes/plans.ts';
import { RunClock } from '../../parts/clock.tsx';

export function OnItsClock(props: {
  readonly of: Resource;
  readonly children: ReactNode;
}): ReactElement {
  const { worldNow, readAt } = props.of;
  return (
    <RunClock at={worldNow} receivedAt={readAt} speed={1}>
      {props.children}
    </RunClock>
  );
}
