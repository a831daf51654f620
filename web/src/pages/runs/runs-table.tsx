// The runs as a table in three sections, each row one run: state, sentence, traffic, rungs, who, how long.
import type { ReactElement } from 'react';
import type { RunInList } from '../../../../src/api/schemas/run-parts.ts';
import { isQueued } from '../../live/runs-stream.ts';
import { count } from '../../parts/numbers.ts';
import { PathLink } from '../../parts/path-link.tsx';
import { Pips } from '../../parts/pips.tsx';
import { SplitBar } from '../../parts/split-bar.tsx';
import { StateChip } from '../../parts/state-chip.tsx';
import { paths } from '../../paths.ts';
import { LeaveQueue } from './leave-queue.tsx';
import { EndedAgo, RunFor } from './run-age.tsx';
import type { Section, Standing } from './run-standing.ts';
import { useReader } from './use-reader.ts';

export interface RunRow {
  readonly run: RunInList;
  readonly standing: Standing;
}

const SECTIONS: readonly (readonly [Section, string, string])[] = [
  ['act', 'Somebody must act', 'oldest first'],
  ['moving', 'Moving', ''],
  ['ended', 'Ended', ''],
];

export function RunsTable(props: {
  readonly rows: readonly RunRow[];
  readonly project: string;
}): ReactElement {
  const { rows, project } = props;
  return (
    <table className="table runs">
      <thead>
        <tr>
          <th>State</th>
          <th>Run</th>
          <th>Now, and why</th>
          <th>Prod traffic</th>
          <th>Rungs</th>
          <th>Started by</th>
          <th className="number">Since start</th>
        </tr>
      </thead>
      {SECTIONS.map(([section, title, order]) => (
        <RunSection
          key={section}
          title={title}
          order={order}
          rows={inOrder(rows, section)}
          project={project}
        />
      ))}
    </table>
  );
}

/** Who waits longest comes first where somebody must act; else the newest. */
function inOrder(rows: readonly RunRow[], section: Section): readonly RunRow[] {
  const own = rows.filter(({ standing }) => standing.section === section);
  if (section !== 'act') return own;
  const rank = ({ standing }: RunRow) => (standing.isAsking ? (standing.isMine ? 1 : 2) : 0);
  return own.toSorted((a, b) => rank(a) - rank(b) || a.run.startedAt - b.run.startedAt);
}

function RunSection(props: {
  readonly title: string;
  readonly order: string;
  readonly rows: readonly RunRow[];
  readonly project: string;
}): ReactElement | null {
  const { title, order, rows, project } = props;
  if (rows.length === 0) return null;
  return (
    <tbody>
      <tr className="runs-section">
        <th colSpan={7} scope="rowgroup">
          {title} {order === '' ? null : <span className="third">{order}</span>}
        </th>
      </tr>
      {rows.map((row) => (
        <Row key={row.run.run} row={row} project={project} />
      ))}
    </tbody>
  );
}

function Row({
  row: { run, standing },
  project,
}: {
  readonly row: RunRow;
  readonly project: string;
}): ReactElement {
  const hasEnded = run.endedAt !== null;
  return (
    <tr data-tone={toneOf(run, standing)}>
      <td className="run-state">
        <StateChip state={standing.state} isAsking={standing.isAsking}>
          {standing.chip}
        </StateChip>
      </td>
      <td className="run-name">
        <RunName run={run} project={project} />
      </td>
      <td className="run-says">
        {hasEnded ? run.sentence : <b>{run.sentence}</b>}
        <div className="label second">{secondLine(run, standing)}</div>
      </td>
      <td className="run-traffic">
        {isQueued(run) ? null : (
          <SplitBar
            percent={run.observed ?? run.percent}
            look={hasEnded && run.status !== 'Dirty' ? 'was' : 'live'}
            hasWords
          />
        )}
      </td>
      <td className="run-rungs">
        <Pips done={run.rungsDone} all={run.rungs} next={nextPip(run, standing)} />
      </td>
      <td className="label run-who">{run.startedBy}</td>
      <td className="number run-since">
        <RunFor run={run} />
        <div className="label third">
          {run.endedAt === null ? null : 'ended '}
          <EndedAgo run={run} />
        </div>
      </td>
    </tr>
  );
}

function toneOf(run: RunInList, { isMine, section, isAsking }: Standing): string {
  if (section === 'act' && !isAsking) return 'repair';
  return isMine ? 'person' : run.endedAt === null ? 'plain' : 'past';
}

function RunName(props: { readonly run: RunInList; readonly project: string }): ReactElement {
  const { run, project } = props;
  const { mayOperate } = useReader();
  // What waits for its turn is no run yet and has no page.
  if (isQueued(run)) {
    return (
      <>
        <b>{run.pipeline}</b> <span className="third">in line</span>
        {mayOperate ? (
          <div className="run-leave">
            <LeaveQueue project={project} run={run.run} />
          </div>
        ) : null}
      </>
    );
  }
  return (
    <>
      <PathLink className="run-link" to={paths.run(project, run.run)}>
        <b>{run.pipeline}</b> <span className="third">{run.run}</span>
      </PathLink>
      <div className="label third">{run.world === 'twin' ? 'on the twin' : 'on AWS'}</div>
    </>
  );
}

function secondLine(run: RunInList, { may }: Standing): string {
  const { waitsFor, holds, endedAt } = run;
  if (isQueued(run)) return '';
  if (endedAt !== null && holds.length > 0) {
    return `Still holds ${count(holds.length, 'rule or group', 'rules and groups')}.`;
  }
  return [waitsFor.join(', '), may].filter((part) => part !== '').join('. ');
}

function nextPip(run: RunInList, { isAsking }: Standing): 'to come' | 'here' | 'asks' | 'broke' {
  if (isAsking) return 'asks';
  if (run.endedAt === null)
    return run.rungsDone > 0 || run.status === 'Running' ? 'here' : 'to come';
  const broke = run.status === 'Dirty' || run.status === 'RolledBack' || run.status === 'Failed';
  return broke && run.rungsDone > 0 ? 'broke' : 'to come';
}
