// A tile of the wall: one run, its state in words and its traffic in large figures.
import type { ReactElement } from 'react';
import { Elapsed } from '../../parts/clock.tsx';
import { GroupName } from '../../parts/group-name.tsx';
import { percentText } from '../../parts/numbers.ts';
import { PathLink } from '../../parts/path-link.tsx';
import { SplitBar } from '../../parts/split-bar.tsx';
import { StateChip } from '../../parts/state-chip.tsx';
import { paths } from '../../paths.ts';
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
      <PathLink to={paths.run(project, run.run)}>
        <h2>{run.pipeline}</h2>
        <StateChip state={standing.state} isAsking={standing.isAsking}>
          {standing.chip}
        </StateChip>
        <p className="wall-says">{run.sentence}</p>
        <div className="wall-traffic">
          <SplitBar percent={run.observed ?? run.percent} size="big" />
          <div className="wall-figures">
            <Figures percent={run.observed ?? run.percent} />
            <span className="second">
              run {run.run}, <Elapsed from={run.startedAt} to={run.endedAt} />
            </span>
          </div>
        </div>
      </PathLink>
    </li>
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
