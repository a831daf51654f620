// The head of a run's page: what run it is, its answer as one sentence, and why nothing moves.
import { type ReactElement, useEffect } from 'react';
import type { RunPage } from '../../../src/api/schemas/run-page.ts';
import { Announce } from '../parts/announce.tsx';
import { Elapsed, useNow } from '../parts/clock.tsx';
import { Crumbs } from '../parts/page-head.tsx';
import { StateChip } from '../parts/state-chip.tsx';
import { clockText, durationText, momentText } from '../parts/time.ts';
import { paths } from '../paths.ts';
import { useRun } from './run-context.tsx';

export function RunHead(): ReactElement {
  const { page, project, run } = useRun();
  const why = page.waiting;
  useEffect(() => {
    document.title = `${page.sentence} · ${page.pipeline} ${run} · Penstock`;
  }, [page.sentence, page.pipeline, run]);
  return (
    <header className="run-head">
      <div className="page-meta">
        <Crumbs
          crumbs={[
            { text: 'Runs', to: paths.runs(project) },
            { text: page.pipeline },
            { text: run },
          ]}
        />
        <div className="run-meta">
          <Meta page={page} />
        </div>
      </div>
      <h1>{page.sentence}</h1>
      <div className="run-why">
        <StateChip state={stateOf(page)} />
        <p>
          {why === null ? (
            afterwards(page)
          ) : (
            <>
              <b>
                <Elapsed from={why.since} />.
              </b>{' '}
              {why.says}
              {why.until === null ? '' : ` Until ${momentText(why.until, page.now)}.`}
            </>
          )}
        </p>
      </div>
      <Announce
        text={why === null ? page.sentence : `${page.sentence} ${why.says}`}
        isAssertive={page.isRollingBack || page.status === 'Dirty'}
      />
    </header>
  );
}

function Meta({ page }: { readonly page: RunPage }): ReactElement {
  const now = useNow();
  const took = durationText((page.endedAt ?? now) - page.startedAt);
  const parts = [
    ...(page.follows === null ? [] : [`${page.follows.kind} of ${page.follows.run}`]),
    page.worldText,
    `started by ${page.startedBy} ${momentText(page.startedAt, now)}`,
    page.endedAt === null
      ? `running ${took}`
      : `ended ${momentText(page.endedAt, now)} after ${took}`,
  ];
  return <>{parts.join(' · ')}</>;
}

/** Ends as the API spells them; what goes on by what it does. */
function stateOf(page: RunPage): string {
  if (page.endedAt !== null) return page.status;
  if (page.isRollingBack) return 'Going back';
  if (page.standsStill) return 'Stands still';
  if (page.gates.length > 0 || page.choices.length > 0) return 'Waiting for a person';
  if (page.isPaused !== null) return 'Paused';
  if (page.waiting?.who === 'person') return 'Waiting for a person';
  if (page.waiting?.who === 'others') return 'Queued';
  if (page.waiting !== null) return 'Waiting';
  if (page.bake?.state === 'watching') return 'Baking';
  const isShifting = page.lanes.some(({ rungs }) =>
    rungs.some(({ state }) => state === 'writing' || state === 'settling'),
  );
  if (isShifting) return 'Shifting';
  return page.isTouched ? 'Running' : 'Setting up';
}

function afterwards(page: RunPage): string {
  if (page.resolved !== null) {
    const { by, at, comment } = page.resolved;
    return `${by} resolved it at ${clockText(at)}${comment === null ? '.' : `: “${comment}”`}`;
  }
  if (page.failure !== null && page.status !== 'Success') {
    const { name, message } = page.failure;
    return `${name}: ${message}`;
  }
  if (page.abort !== null) {
    return `${page.abort.by} aborted it, ${page.abort.restore ? 'and everything goes back' : 'to be left as it stands'}.`;
  }
  const [first] = page.running;
  if (first !== undefined && page.endedAt === null) {
    return `Now: ${page.running
      .slice(0, 3)
      .map(({ name }) => name)
      .join(', ')}. It has until ${clockText(first.deadlineAt)}.`;
  }
  return '';
}
