// The pipelines of which nothing runs: how their last run ended, and when.
import type { ReactElement } from 'react';
import { PathLink } from '../../parts/path-link.tsx';
import { paths } from '../../paths.ts';
import { EndedAgo } from '../runs/run-age.tsx';
import type { RunRow } from '../runs/runs-table.tsx';

export function AtRest(props: {
  readonly rows: readonly RunRow[];
  readonly project: string;
}): ReactElement | null {
  const { rows, project } = props;
  const resting = lastOfEach(rows);
  if (resting.length === 0) return null;
  return (
    <section className="wall-rest" aria-labelledby="at-rest">
      <h2 id="at-rest">{resting.length} at rest</h2>
      <ul>
        {resting.map(({ run }) => (
          <li key={run.pipeline}>
            <PathLink to={paths.run(project, run.run)}>
              <b>{run.pipeline}</b>
              <span className="label second">
                {run.status} <EndedAgo run={run} />
              </span>
            </PathLink>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The newest run of each pipeline that has no open one. */
function lastOfEach(rows: readonly RunRow[]): readonly RunRow[] {
  const open = new Set(
    rows.filter(({ standing }) => standing.section !== 'ended').map(({ run }) => run.pipeline),
  );
  const last = new Map<string, RunRow>();
  for (const row of rows) {
    const { pipeline, startedAt } = row.run;
    const known = last.get(pipeline);
    if (open.has(pipeline) || (known !== undefined && known.run.startedAt >= startedAt)) continue;
    last.set(pipeline, row);
  }
  return [...last.values()].toSorted((a, b) => a.run.pipeline.localeCompare(b.run.pipeline));
}
