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
import { OnItsClock } from './on-its-clock.tsx';

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
  const { name, region, world, weights, owner, lockedBy, drift, history, says } = rule;
  const last = history.at(-1);
  return (
    <tr>
      <td>
        <b>{name}</b>
        <div className="label third">{[region, world].filter(Boolean).join(', ')}</div>
      </td>
      <td className="resource-weights">
        <SplitBar percent={greenShare(rule)} />
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
        <OnItsClock of={rule}>
          <DayLine history={history} name={name} />
        </OnItsClock>
      </td>
      <td className="number">
        {last === undefined ? (
          '–'
        ) : (
          <OnItsClock of={rule}>
            <Age at={last.at} />
          </OnItsClock>
        )}
      </td>
    </tr>
  );
}

/** By AWS's weights; the history says which target group is green. */
function greenShare({ weights, historyOf }: Resource): number | null {
  const green = weights.find(({ targetGroupArn }) => targetGroupArn === historyOf);
  if (green === undefined || weights.some(({ aws }) => aws === null)) return null;
  const sum = weights.reduce((total, { aws }) => total + (aws ?? 0), 0);
  return sum === 0 ? null : ((green.aws ?? 0) / sum) * 100;
}
