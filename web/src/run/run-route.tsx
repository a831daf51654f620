// The page of a run: the answer first, below it its proof, and beside it what a person decides and the way back.
import { useParams } from '@tanstack/react-router';
import { lazy, type ReactElement, Suspense, useState } from 'react';
import type { RunPage } from '../../../src/api/schemas/run-page.ts';
import { client } from '../live/client.ts';
import { useRunStream } from '../live/run-stream.ts';
import { useRights, useSession } from '../live/session.tsx';
import { RunClock } from '../parts/clock.tsx';
import { useKeys } from '../parts/keys.ts';
import { Panel } from '../parts/panel.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { BackFacts } from './ends/back-facts.tsx';
import { Leftovers } from './ends/leftovers.tsx';
import { Notices } from './ends/notices.tsx';
import { RestoredProof } from './ends/restored-proof.tsx';
import { GroupCards } from './group-cards.tsx';
import { Ladder } from './ladder/ladder.tsx';
import { useRungKeys } from './ladder/use-rung-keys.ts';
import { Decide } from './rail/decide.tsx';
import { Records } from './records.tsx';
import { ReplayBar, useReplay } from './replay.tsx';
import { RunContext, type RunInView } from './run-context.tsx';
import { RunHead } from './run-head.tsx';
import { RunLoading } from './run-loading.tsx';
import { StepStrip } from './step-strip.tsx';
import { TimeBar } from './time-bar.tsx';
import { TrafficBars } from './traffic-bar.tsx';
import './run.css';
import './ladder/ladder.css';
import './rail/rail.css';
import './records.css';

const SharePanel = lazy(() =>
  import('../chart/share-panel.tsx').then(({ SharePanel }) => ({ default: SharePanel })),
);

export function RunRoute(): ReactElement {
  const { project = '', run = '' } = useParams({ strict: false });
  return <RunView key={`${project}/${run}`} project={project} run={run} />;
}

function RunView({
  project,
  run,
}: {
  readonly project: string;
  readonly run: string;
}): ReactElement {
  const stream = useRunStream(project, run);
  const session = useSession();
  const rights = useRights(project);
  const [at, setAt] = useState<number | null>(null);
  const replay = useReplay(project, run, at);
  useKeys('Run', [
    {
      keys: 'y',
      does: at === null ? 'Replay' : 'Back to now',
      run: () => setAt(at === null ? (stream.page?.length ?? null) : null),
    },
  ]);
  if (stream.page === undefined) return <RunLoading project={project} run={run} />;
  const page = at === null ? stream.page : (replay.data?.page ?? stream.page);
  const inView: RunInView = {
    project,
    run,
    page,
    lines: at === null ? stream.lines : stream.lines.filter(({ seq }) => seq <= at),
    steps: at === null ? stream.steps : (replay.data?.steps ?? stream.steps),
    client,
    isReplay: at !== null,
    isLive: stream.connection.state === 'live',
    me: {
      user: session.user,
      name: session.name,
      email: session.email,
      role: rights.role,
      mayApprove: rights.mayApprove,
      mayOperate: rights.mayOperate,
      groups: rights.groups,
    },
  };
  return (
    <RunContext value={inView}>
      <RunClock
        at={page.now}
        receivedAt={stream.receivedAt}
        speed={page.speed}
        isStill={at !== null || page.endedAt !== null}
      >
        {at === null ? null : (
          <ReplayBar
            at={at}
            length={stream.page.length}
            shownAt={replay.data?.page.now}
            onMove={setAt}
            onEnd={() => setAt(null)}
          />
        )}
        <Parts page={page} view={inView} />
      </RunClock>
    </RunContext>
  );
}

function Parts({ page, view }: { readonly page: RunPage; readonly view: RunInView }): ReactElement {
  useRungKeys();
  const isOver = page.endedAt !== null;
  return (
    <div className="page with-rail run-page" data-tone={page.tone}>
      <div className="stack run-main">
        <div className="run-top">
          <RunHead />
          <TrafficBars page={page} />
        </div>
        <StepStrip steps={view.steps} />
        <Leftovers page={page} />
        {isOver ? <BackFacts page={page} /> : null}
        {isOver ? <RestoredProof page={page} /> : null}
        <Ladder page={page} />
        {page.chart.set.length === 0 ? null : (
          <Suspense fallback={<ChartRoom />}>
            <SharePanel page={page} />
          </Suspense>
        )}
        <Notices notices={page.notices} />
        <GroupCards />
        {isOver ? null : <RestoredProof page={page} />}
        <TimeBar page={page} />
        <Records />
      </div>
      <Decide />
    </div>
  );
}

/** As high as the chart will be. */
function ChartRoom(): ReactElement {
  return (
    <Panel title="Green's share of prod traffic">
      <div className="chart-room">
        <Skeleton lines={3} />
      </div>
    </Panel>
  );
}
