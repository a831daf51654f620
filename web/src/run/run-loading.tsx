// A run's page before its first figures: the frame with its labels, or why it cannot be shown.
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { client } from '../live/client.ts';
import { Trouble } from '../live/loaded.tsx';
import { Crumbs } from '../parts/page-head.tsx';
import { Panel } from '../parts/panel.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { paths } from '../paths.ts';

export function RunLoading({
  project,
  run,
}: {
  readonly project: string;
  readonly run: string;
}): ReactElement {
  // The stream tries again for ever; a run that is not there is said at once.
  const read = useQuery({
    queryKey: ['run-there', project, run],
    queryFn: ({ signal }) => client.call('readRun', { params: { project, run }, signal }),
  });
  return (
    <div className="page with-rail run-page">
      <div className="stack">
        <div className="run-head">
          <div className="page-meta">
            <Crumbs crumbs={[{ text: 'Runs', to: paths.runs(project) }, { text: run }]} />
          </div>
          <h1>Run {run}</h1>
          {read.error === null ? (
            <Skeleton lines={1} />
          ) : (
            <Trouble
              error={read.error}
              again={() => void read.refetch()}
              isBusy={read.isFetching}
            />
          )}
        </div>
        <Panel title="Prod lane">
          <Skeleton lines={6} />
        </Panel>
        <Panel title="Green's share of prod traffic">
          <div className="chart-room">
            <Skeleton lines={3} />
          </div>
        </Panel>
      </div>
      <aside className="rail run-rail" aria-label="Decide">
        <Panel title="Way back">
          <Skeleton lines={4} />
        </Panel>
      </aside>
    </div>
  );
}
