// The list of runs: first those in which somebody must act, then what moves, then what has ended.
import { type ReactElement, useRef, useState } from 'react';
import type { RunInList } from '../../../../src/api/schemas/run-parts.ts';
import { useProject } from '../../frame/project.ts';
import { Loaded } from '../../live/loaded.tsx';
import { useRuns } from '../../live/runs-stream.ts';
import { Button } from '../../parts/button.tsx';
import { Empty } from '../../parts/empty.tsx';
import { KeyHint } from '../../parts/key-hint.tsx';
import { useKeys } from '../../parts/keys.ts';
import { count } from '../../parts/numbers.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { useGo } from '../../parts/path-link.tsx';
import { paths } from '../../paths.ts';
import { type Filter, filtered, RunFilter } from './run-filter.tsx';
import { standingOf } from './run-standing.ts';
import { runsSentence } from './runs-sentence.ts';
import { type RunRow, RunsTable } from './runs-table.tsx';
import { useReader } from './use-reader.ts';
import './runs.css';

export function RunsPage(): ReactElement {
  const project = useProject();
  const reader = useReader();
  const query = useRuns(project);
  const [filter, setFilter] = useState<Filter>({ text: '', state: 'any' });
  const runs: readonly RunInList[] = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const rows = runs.map((run): RunRow => ({ run, standing: standingOf(run, reader) }));
  const shown = filtered(rows, filter);
  return (
    <div className="page">
      <PageHead
        sentence={
          query.data === undefined ? 'Runs' : runsSentence(rows.map(({ standing }) => standing))
        }
        title="Runs"
      />
      <RunFilter filter={filter} setFilter={setFilter} mayStart={reader.mayOperate}>
        {query.data === undefined ? '' : `${count(shown.length, 'run')}, times in UTC`}
      </RunFilter>
      <div className="panel">
        <Loaded query={query} lines={8}>
          {() =>
            runs.length === 0 ? (
              <NoRun mayStart={reader.mayOperate} />
            ) : (
              <RunsOnScreen rows={shown} project={project} />
            )
          }
        </Loaded>
      </div>
      {query.hasNextPage ? (
        <p className="runs-more">
          <Button onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
            Show earlier runs
          </Button>
        </p>
      ) : null}
      <KeyLine />
    </div>
  );
}

function RunsOnScreen(props: {
  readonly rows: readonly RunRow[];
  readonly project: string;
}): ReactElement {
  const { rows, project } = props;
  const table = useRef<HTMLDivElement>(null);
  const move = (step: number) => () => {
    const links = [...(table.current?.querySelectorAll<HTMLElement>('.run-link') ?? [])];
    const here = links.indexOf(document.activeElement as HTMLElement);
    const next = here === -1 ? (step > 0 ? 0 : links.length - 1) : here + step;
    links[next]?.focus();
    links[next]?.scrollIntoView({ block: 'nearest' });
  };
  useKeys('This list', [
    { keys: 'j', does: 'next run', run: move(1) },
    { keys: 'k', does: 'the run before', run: move(-1) },
  ]);
  if (rows.length === 0) {
    return (
      <Empty title="No run is like that">
        The filter leaves nothing of the runs that were read. Earlier ones may be below.
      </Empty>
    );
  }
  return (
    <div ref={table}>
      <RunsTable rows={rows} project={project} />
    </div>
  );
}

function NoRun({ mayStart }: { readonly mayStart: boolean }): ReactElement {
  const go = useGo();
  const project = useProject();
  const start = (
    <Button kind="primary" onClick={() => go(paths.newRun(project))}>
      New run…
    </Button>
  );
  return (
    <Empty title="No run yet" command="npm start" {...(mayStart && { action: start })}>
      Rehearse first: the example deploys the second version of a small shop on the twin, with real
      requests. No cloud is touched.
    </Empty>
  );
}

function KeyLine(): ReactElement {
  return (
    <p className="key-line-below label second" aria-hidden="true">
      <span>
        <KeyHint keys="J" /> <KeyHint keys="K" /> next, the one before
      </span>
      <span>
        <KeyHint keys="↵" /> open
      </span>
      <span>
        <KeyHint keys="/" /> filter
      </span>
      <span>
        <KeyHint keys="G" /> then <KeyHint keys="W" /> wall
      </span>
      <span>
        <KeyHint keys="?" /> all keys
      </span>
    </p>
  );
}
