// The page of a run at its address.
import { useParams } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useRunStream } from '../live/run-stream.ts';
import { RunClock } from '../parts/clock.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Skeleton } from '../parts/skeleton.tsx';

export function RunRoute(): ReactElement {
  const { project = '', run = '' } = useParams({ strict: false });
  const { page, receivedAt } = useRunStream(project, run);
  if (page === undefined) return <Skeleton />;
  return (
    <RunClock at={page.now} receivedAt={receivedAt} speed={page.speed}>
      <div className="page">
        <PageHead sentence={page.sentence} />
      </div>
    </RunClock>
  );
}
