// The wall: a tile per run that needs somebody or moves, readable from three metres, and below what is at rest.
import { type ReactElement, useRef } from 'react';
import { useProject } from '../../frame/project.ts';
import { useConnection } from '../../live/connection.ts';
import { Loaded } from '../../live/loaded.tsx';
import { useRuns } from '../../live/runs-stream.ts';
import { Button } from '../../parts/button.tsx';
import { useNow } from '../../parts/clock.tsx';
import { Empty } from '../../parts/empty.tsx';
import { useKeys } from '../../parts/keys.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { minuteText } from '../../parts/time.ts';
import { standingOf } from '../runs/run-standing.ts';
import { runsSentence } from '../runs/runs-sentence.ts';
import type { RunRow } from '../runs/runs-table.tsx';
import { useReader } from '../runs/use-reader.ts';
import { AtRest } from './at-rest.tsx';
import { WallTile } from './wall-tile.tsx';
import './wall.css';

export function WallPage(): ReactElement {
  const project = useProject();
  const reader = useReader();
  const query = useRuns(project);
  const wall = useRef<HTMLDivElement>(null);
  const fill = () => void wall.current?.requestFullscreen().catch(() => undefined);
  useKeys('This wall', [{ keys: 'f', does: 'fill the screen', run: fill }]);
  const rows = (query.data?.pages ?? []).flatMap(({ items }) =>
    items.map((run): RunRow => ({ run, standing: standingOf(run, reader) })),
  );
  const open = rows.filter(({ standing }) => standing.section !== 'ended');
  const sentence = query.data === undefined ? 'Wall' : runsSentence(rows.map(standingIn));
  return (
    <div className="page wall" ref={wall}>
      <div className="wall-head">
        <PageHead sentence={sentence} title="Wall" />
        <WallState project={project} />
        <WallClock />
        <Button size="small" className="wall-fill" keyHint="F" onClick={fill}>
          Fill the screen
        </Button>
      </div>
      <Loaded query={query} lines={6}>
        {() => (
          <>
            <ul className="wall-tiles" data-count={open.length > 4 ? 'many' : 'few'}>
              {inOrder(open).map((row) => (
                <WallTile key={row.run.run} row={row} project={project} />
              ))}
            </ul>
            {rows.length === 0 ? (
              <div className="panel">
                <Empty title="Nothing has run here" command="npm start">
                  A tile stands here for each run that waits or moves, and below for each pipeline
                  at rest.
                </Empty>
              </div>
            ) : (
              <AtRest rows={rows} project={project} />
            )}
          </>
        )}
      </Loaded>
    </div>
  );
}

function standingIn({ standing }: RunRow): RunRow['standing'] {
  return standing;
}

/** What is broken first, then what waits for people, then what moves. */
function inOrder(rows: readonly RunRow[]): readonly RunRow[] {
  const rank = ({ standing }: RunRow) =>
    standing.section === 'moving' ? 2 : standing.isAsking ? 1 : 0;
  return rows.toSorted((a, b) => rank(a) - rank(b) || a.run.startedAt - b.run.startedAt);
}

function WallState({ project }: { readonly project: string }): ReactElement {
  const { state } = useConnection();
  return (
    <p className="wall-state second">
      <span className="live" data-is={state}>
        {state === 'live' ? 'Live' : state === 'connecting' ? 'Connecting' : 'Not connected'}
      </span>
      {project}
    </p>
  );
}

function WallClock(): ReactElement {
  return <p className="wall-clock">{minuteText(useNow())} UTC</p>;
}
