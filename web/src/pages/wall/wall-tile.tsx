// A tile of the wall: one run, its state in words and its traffic in large figures.
import type { ReactElement } from 'react';
import { isQueued } from '../../live/runs-stream.ts';
import { GroupName } from '../../parts/group-name.tsx';
import { percentText } from '../../parts/numbers.ts';
import { PathLink } from '../../parts/path-link.tsx';
import { SplitBar } from '../../parts/split-bar.tsx';
import { StateChip } from '../../parts/state-chip.tsx';
import { paths } from '../../paths.ts';
import { RunFor } from '../runs/run-age.tsx';
import type { RunRow } from '../runs/runs-table.tsx';

export function WallTile({
  row: { run, standing },
  project,
}: {
  readonly row: RunRow;
  readonly project: string;
}): ReactElement {
  const tone = standing.section !== 'act' ? 'plain' : standing.isAsking ? 'person' : 'repair';
  return (
    <li className="wall-tile" data-tone={tone}>
      <PathLink to={isQueued(run) ? paths.runs(project) : paths.run(project, run.run)}>
        <h2>{run.pipeline}</h2>
        <StateChip state={standing.state} isAsking={standing.isAsking}>
          {standing.chip}
        </StateChip>
        <p className="wall-says">{run.sentence}</p>
        {isQueued(run) ? null : <Traffic run={run} />}
      </PathLink>
    </li>
  );
}

function Traffic({ run }: { readonly run: RunRow['run'] }): ReactElement {
  const percent = run.observed ?? run.percent;
  return (
    <div className="wall-traffic">
      <SplitBar percent={percent} size="big" />
      <div className="wall-figures">
        <Figures percent={percent} />
        <span className="second">
          run {run.run}, <RunFor run={run} />
        </span>
      </div>
    </div>
  );
}

function Figures({ percent }: { readonly percent: number | null }): ReactElement {
  if (percent === null) return <span className="second">traffic not known</span>;
  return (
    <span className="wall-shares">
      {percent > 0 ? <GroupName group="green">{percentText(percent)}</GroupName> : null}
      {percent > 0 && percent < 100 ? <span className="third"> | </span> : null}
      {percent < 100 ? <GroupName group="blue">{percentText(100 - percent)}</GroupName> : null}
    </span>
  );
}
