// The rules: weights as AWS has them, against the journal, who holds them, and the last day.
import type { ReactElement } from 'react';
import type { Resource } from '../../../../src/api/routes/plans.ts';
import { Age } from '../../parts/clock.tsx';
import { GroupName } from '../../parts/group-name.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Panel } from '../../parts/panel.tsx';
import { SplitBar } from '../../parts/split-bar.tsx';
import { DayLine } from './day-line.tsx';
import { Lock, RunName } from './held.tsx';

export function RulesTable(props: {
  readonly rules: readonly Resource[];
  readonly project: string;
}): ReactElement | null {
  const { rules, project } = props;
  if (rules.length === 0) return null;
  const legend = (
    <span className="row">
      <GroupName group="green">green target group</GroupName>
      <GroupName group="blue">blue target group</GroupName>
    </span>
  );
  return (
    <Panel title="Rules" aside={legend} isFlush>
      <div className="table-room">
        <table className="table">
          <thead>
            <tr>
              <th>Rule</th>
              <th className="resource-weights">Weights, AWS says</th>
              <th>Owner</th>
              <th>Lock</th>
              <th>Against journal</th>
              <th>Last 24 h, green</th>
              <th className="number">Changed</th>
            </tr>
          </thead>
          <tbody>
            {rules.map((rule) => (
              <RuleRow key={rule.id} rule={rule} project={project} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function RuleRow(props: { readonly rule: Resource; readonly project: string }): ReactElement {
  const { rule, project } = props;
  const { name, region, weights, owner, lockedBy, drift, history, says } = rule;
  const last = history.at(-1);
  return (
    <tr>
      <td>
        <b>{name}</b>
        <div className="label third">{region ?? ''}</div>
      </td>
      <td className="resource-weights">
        <SplitBar percent={last === undefined || drift !== null ? null : last.percent} />
        <span className="label">
          {weights.map(({ name: group, aws }) => `${group} ${aws ?? '–'}`).join(' | ')}
        </span>
      </td>
      <td>
        <RunName run={owner} project={project} />
      </td>
      <td>
        <Lock by={lockedBy} project={project} />
      </td>
      <td>
        {drift === null ? (
          <span>
            <Icon name="done" /> equal
          </span>
        ) : (
          <b className="person-ink">
            <Icon name="differs" /> differs
          </b>
        )}
        <div className="label third">{says}</div>
      </td>
      <td>
        <DayLine history={history} name={name} />
      </td>
      <td className="number">{last === undefined ? '–' : <Age at={last.at} />}</td>
    </tr>
  );
}
